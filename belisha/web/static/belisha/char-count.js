// Say how much room is left in a long text. Without JavaScript the hint below the field names the limit.
const SAY_AFTER_MS = 1000;

// As the server counts: by characters, a line break as two, since forms send it as CR LF.
function length(text) {
  return [...text].length + (text.match(/\n/g) || []).length;
}

function words(left) {
  const count = Math.abs(left);
  const noun = count === 1 ? "character" : "characters";
  return `You have ${count.toLocaleString("en-GB")} ${noun} ${left < 0 ? "too many" : "left"}`;
}

function watch(area) {
  const limit = Number(area.dataset.maxlength);
  const hint = document.getElementById(`${area.id}_count`);
  if (!hint || !limit) {
    return;
  }
  const spoken = document.createElement("span");
  spoken.className = "govuk-visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  hint.after(spoken);
  let timer = 0;
  const update = () => {
    const left = limit - length(area.value);
    hint.textContent = words(left);
    hint.classList.toggle("govuk-error-message", left < 0);
    hint.classList.toggle("govuk-hint", left >= 0);
    clearTimeout(timer);
    timer = setTimeout(() => {
      spoken.textContent = words(left);
    }, SAY_AFTER_MS);
  };
  area.addEventListener("input", update);
  if (area.value) {
    update();
  }
}

document.querySelectorAll("textarea[data-maxlength]").forEach(watch);
