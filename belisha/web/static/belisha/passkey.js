// Passkeys: ask the browser for one, put its answer into the form, send the form.
// <form data-passkey="get|create" data-options='{"publicKey": ...}'> or data-options-from="/address/",
// with <input type="hidden" name="credential">, a submit button, and <p data-passkey-problem role="alert" hidden>.
const NOT_HERE = "This address can’t have passkeys: open the desk under its https:// name, or as http://localhost.";
const NOT_DONE = "Nothing was sent. The passkey was not shown, or this device has none for this desk. Try again.";
const NOT_ABLE = "This browser has no passkeys. Sign in with your password, or use another browser.";

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const named = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

async function create({ publicKey }, alone) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: named(publicKey.excludeCredentials),
      authenticatorSelection: alone
        ? { residentKey: "required", requireResidentKey: true, userVerification: "required" }
        : { residentKey: "discouraged", requireResidentKey: false, userVerification: "preferred" },
    },
  });
  return {
    ...described(made),
    response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
    },
  };
}

async function get({ publicKey }) {
  const shown = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: named(publicKey.allowCredentials),
    },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
  return {
    ...described(shown),
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle && text(userHandle),
    },
  };
}

const described = (credential) => ({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults(),
});

async function options(form) {
  if (form.dataset.options) {
    return JSON.parse(form.dataset.options);
  }
  const answer = await fetch(form.dataset.optionsFrom, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) {
    throw new Error(`status ${answer.status}`);
  }
  return (await answer.json()).request_options;
}

function tell(form, problem) {
  const place = form.querySelector("[data-passkey-problem]");
  place.textContent = problem.name === "SecurityError" ? NOT_HERE : NOT_DONE;
  place.hidden = false;
}

async function asked(form) {
  const alone = form.querySelector("[name=passwordless]")?.checked ?? true;
  const given = await options(form);
  return form.dataset.passkey === "create" ? create(given, alone) : get(given);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const able = Boolean(window.PublicKeyCredential);
  for (const part of form.querySelectorAll("[data-needs-passkeys]")) {
    part.hidden = !able;
  }
  const without = form.querySelector("[data-without-passkeys]");
  if (without) {
    without.hidden = able;
    without.textContent = able ? "" : NOT_ABLE;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      form.elements.credential.value = JSON.stringify(await asked(form));
    } catch (problem) {
      tell(form, problem);
      return;
    }
    form.submit();
  });
}
