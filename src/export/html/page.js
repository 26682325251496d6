(() => {
  "use strict";
  const form = document.getElementById("filter");
  const query = document.getElementById("query");
  const kind = document.getElementById("kind");
  const status = document.getElementById("status");
  const found = document.getElementById("found");
  const actors = Array.from(document.querySelectorAll("details.actor"));
  const texts = actors.map((actor) => actor.textContent.toLowerCase());
  const names = actors.map((actor) => actor.dataset.names.toLowerCase());
  const filter = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    let shown = 0;
    actors.forEach((actor, i) => {
      const fits = words.every((word) => names[i].includes(word) || texts[i].includes(word))
        && (kind.value === "" || actor.dataset.kind === kind.value)
        && (status.value === "" || actor.dataset.statuses.split(" ").includes(status.value));
      actor.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    found.textContent = shown === actors.length ? `${shown} actors` : `${shown} of ${actors.length} actors`;
  };
  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target === null) return;
    for (let at = target; at !== null; at = at.parentElement) {
      at.hidden = false;
      if (at.tagName === "DETAILS") at.open = true;
    }
    target.scrollIntoView();
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", open);
  filter();
  open();
})();
