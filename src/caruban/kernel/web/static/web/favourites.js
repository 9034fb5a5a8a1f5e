// The page of favourites: moved by its buttons or by dragging, without a new page; kept at once.
"use strict";

(() => {
  const list = document.querySelector("[data-arrange]");
  if (!list) return;
  const form = document.querySelector("[data-order-form]");
  const status = document.querySelector("[data-arranged]");
  let dragged = null;

  async function keep() {
    ends();
    const body = new FormData(form);
    for (const one of list.children) body.append("order", one.dataset.url);
    const answer = await fetch(list.dataset.arrange, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (answer?.type !== "opaqueredirect") return location.reload();
    status.textContent = status.dataset.arranged;
    return undefined;
  }

  // The first cannot go up, the last not down; a button that is switched off hands on the focus.
  function ends() {
    for (const one of list.children) {
      const [up, down] = one.querySelectorAll("button[name=step]");
      up.disabled = one === list.firstElementChild;
      down.disabled = one === list.lastElementChild;
    }
  }

  list.addEventListener("submit", (event) => {
    const way = event.submitter;
    if (way?.name !== "step") return;
    event.preventDefault();
    const one = way.closest("li");
    if (way.value === "up") one.previousElementSibling?.before(one);
    else one.nextElementSibling?.after(one);
    keep();
    (way.disabled ? one.querySelector("button[name=step]:not([disabled])") : way)?.focus();
  });

  for (const one of list.children) one.draggable = true;
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("li");
    dragged?.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!dragged || !over) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    if (over !== dragged) over[event.clientY > box.top + box.height / 2 ? "after" : "before"](dragged);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    if (dragged) keep();
    dragged = null;
  });
})();
