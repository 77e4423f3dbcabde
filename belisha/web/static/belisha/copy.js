// Offer to copy what must be entered elsewhere. Without JavaScript the text can be selected and copied by hand.
// <span hidden><button type="button" data-copies="TEXT">Copy</button></span>
const SAY_FOR_MS = 2000;

async function copy(button) {
  const words = button.firstChild;
  const before = words.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copies);
    words.textContent = "Copied";
  } catch {
    words.textContent = "Can’t copy: select it";
  }
  setTimeout(() => {
    words.textContent = before;
  }, SAY_FOR_MS);
}

if (navigator.clipboard) {
  document.querySelectorAll("button[data-copies]").forEach((button) => {
    button.parentElement.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button));
  });
}
