// Tell the reader, politely, that a list has changed since the page was loaded. Nothing moves under their
// hands: a notice with a link appears, and they reload when they are ready.
// <div data-fresh="VERSION" data-fresh-seconds="60" hidden>...</div>: the notice, with the list's version.
const notice = document.querySelector("[data-fresh]");
const LEAST_SECONDS = 30;
const GIVE_UP_AFTER = 60;

async function currentVersion() {
  const answer = await fetch(window.location.href, { credentials: "same-origin", redirect: "error" });
  if (!answer.ok) {
    return notice.dataset.fresh;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-fresh]")?.dataset.fresh ?? notice.dataset.fresh;
}

function start() {
  let looks = 0;
  const timer = setInterval(async () => {
    // A page in the background asks nothing, and one left open all day stops keeping the session alive.
    if (document.hidden) {
      return;
    }
    looks += 1;
    const changed = await currentVersion().then((seen) => seen !== notice.dataset.fresh, () => false);
    notice.hidden = !changed;
    if (changed || looks >= GIVE_UP_AFTER) {
      clearInterval(timer);
    }
  }, Math.max(LEAST_SECONDS, Number(notice.dataset.freshSeconds) || 60) * 1000);
}

if (notice) {
  start();
}
