// Plots that can be pointed at: where one comes into view, the browser draws what the server drew as a picture, and bars
// tell what they count and lead there. Everything works without this file; on paper it is the picture that is printed.
"use strict";
const figures = [...document.querySelectorAll("figure[data-plot]")];
const load = (address) => new Promise((done, failed) => {
  const script = document.createElement("script");
  script.src = address;
  script.onload = done;
  script.onerror = failed;
  document.head.append(script);
});
let vega;
const draw = async (figure) => {
  const asked = new URL(figure.dataset.plot, location.href);
  if (matchMedia("(prefers-color-scheme: dark)").matches) asked.searchParams.set("theme", "dark");
  if (matchMedia("(max-width: 45rem)").matches) asked.searchParams.set("size", "small");
  const place = document.createElement("div");
  try {
    const answer = await fetch(asked);
    if (!answer.ok) return;
    figure.prepend(place);
    const specification = await answer.json();
    await (vega ??= load(figure.dataset.vega));
    await window.vegaEmbed(place, { ...specification, width: "container" }, {
      ast: true, mode: "vega-lite", renderer: "svg", actions: false, defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
    });
  } catch {
    place.remove();
    return;
  }
  figure.querySelector("img").loading = "eager";
  place.className = "alive";
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", figure.querySelector("img").alt);
};
const watcher = new IntersectionObserver((seen) => {
  for (const each of seen.filter((one) => one.isIntersecting)) {
    watcher.unobserve(each.target);
    draw(each.target);
  }
});
for (const figure of figures) watcher.observe(figure);
