/* Goes on counting what the page says already: once a minute, and not while nobody looks. It is a
   timer to assistive technology, which reads it when asked; only the end is told by itself. */
const UNITS = { day: 86400, hour: 3600, minute: 60 };

function write(block, left) {
  for (const [unit, seconds] of Object.entries(UNITS)) {
    const part = block.querySelector(`[data-part="${unit}"]`);
    const number = Math.floor(left / seconds);
    left -= number * seconds;
    const options = { style: "unit", unit, unitDisplay: "long" };
    const said = new Intl.NumberFormat(document.documentElement.lang, options).formatToParts(number);
    const written = said.filter((one) => ["integer", "group"].includes(one.type));
    part.querySelector("b").textContent = written.map((one) => one.value).join("");
    part.querySelector("span").textContent = said.find((one) => one.type === "unit").value;
  }
}

function tick(block) {
  const counter = block.querySelector("[data-until]");
  if (!counter || !block.isConnected) return;
  const left = Math.ceil((Date.parse(counter.dataset.until) - Date.now()) / 1000);
  if (left > 0) {
    if (!document.hidden) write(block, left);
    // Right after the minute turns; never so far off that a clock set anew is missed for long.
    setTimeout(tick, ((left % 60) + 1) * 1000, block);
    return;
  }
  counter.remove();
  const over = block.querySelector("[data-over]");
  over.hidden = !over.textContent;
  if (!over.textContent) block.hidden = true;
}

for (const block of document.querySelectorAll('[data-block="countdown"]')) tick(block);
