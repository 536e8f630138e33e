/* Makes each frame as high as what stands in it, smaller where it is wider than its place, and
   keeps links in it from leading away. Nothing in a frame runs a script of its own. */
const FRAMES = document.querySelectorAll("[data-gallery-stage] iframe");

function fit(frame) {
  const page = frame.contentDocument?.documentElement;
  if (!page) return;
  const stage = frame.parentElement;
  const high = Math.max(page.querySelector("body").scrollHeight, 120);
  const share = Math.min(1, stage.clientWidth / (frame.width * 1 + 2));
  frame.height = high;
  frame.style.transform = share < 1 ? `scale(${share})` : "";
  stage.style.overflow = share < 1 ? "hidden" : ""; /* it fits, so nothing is to be scrolled */
  stage.style.height = `${Math.ceil((high + 2) * share)}px`;
}

function keep(event) {
  const link = event.target.closest("a[href]");
  if (event.type === "submit" || (link && !link.getAttribute("href").startsWith("#"))) {
    event.preventDefault();
  }
}

function watch(frame) {
  const page = frame.contentDocument;
  if (!page?.body || page.URL === "about:blank") return;
  for (const kind of ["click", "submit"]) page.addEventListener(kind, keep, true);
  new ResizeObserver(() => fit(frame)).observe(page.body);
  fit(frame);
}

for (const frame of FRAMES) {
  frame.addEventListener("load", () => watch(frame));
  watch(frame);
}
window.addEventListener("resize", () => FRAMES.forEach(fit));
