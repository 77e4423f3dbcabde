// Leave at once, and leave no way back to this page: a click, or Escape three times within five seconds.
// Without JavaScript the button is a link that works.
const button = document.querySelector("[data-exit-this-page]");
const PRESSES = 3;
const WITHIN_MS = 5000;
let pressed = [];

function leave() {
  document.title = "Loading";
  document.documentElement.hidden = true;
  window.location.replace(button.href);
}

function onKey(event) {
  if (event.key !== "Escape" || event.repeat) {
    return;
  }
  const now = Date.now();
  pressed = [...pressed.filter((at) => now - at < WITHIN_MS), now];
  if (pressed.length >= PRESSES) {
    leave();
  }
}

if (button) {
  button.querySelector("[data-exit-hint]")?.removeAttribute("hidden");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", onKey);
  // Someone who comes back with the browser's own button must not find a blank page.
  window.addEventListener("pageshow", () => {
    document.documentElement.hidden = false;
  });
}
