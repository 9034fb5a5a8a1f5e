// The command palette: a dialog over any page of the workspace, as a combobox with a listbox.
//
// Anything with data-palette opens it (a link to the same as a page, for who has no JavaScript), and
// so does the event "caruban:palette" on document. Options come from the server as one types; an
// answer to older words is dropped. The dialog's own text is in workspace/parts/palette.html.
"use strict";

(() => {
  const PAUSE = 120; // milliseconds without a key before the server is asked
  const dialog = document.getElementById("palet");
  if (!dialog?.showModal) return;
  const form = dialog.querySelector("form");
  const box = dialog.querySelector("[role=combobox]");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  const closer = dialog.querySelector("[data-close]");
  let before = null; // what had the focus
  let timer = 0;
  let asking = null; // AbortController of the question under way
  let isWaiting = false; // the list is older than the words
  let opensFirst = false; // Enter came before the answer did

  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const all = options();
    const at = all.indexOf(chosen());
    if (all.length) choose(all[(at + by + all.length) % all.length]);
  }

  async function ask() {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    isWaiting = true;
    const address = `${form.action}?${new URLSearchParams({ q: box.value })}`;
    try {
      const answer = await fetch(address, { headers: { "X-Palette": "1" }, redirect: "manual", signal: mine.signal });
      if (answer.type === "opaqueredirect") return location.assign(address); // the session ended
      if (!answer.ok) return undefined;
      const html = await answer.text();
      if (asking === mine) show(html);
    } catch (error) {
      if (error.name !== "AbortError") isWaiting = false; // away: Enter still opens the page of results
    }
    return undefined;
  }

  function show(html) {
    isWaiting = false;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    list.replaceChildren(fresh.content);
    const all = options();
    choose(all[0]);
    status.textContent = all.length ? status.dataset.some.replace("{n}", all.length) : status.dataset.none;
    if (opensFirst && all.length) open(chosen(), false);
    opensFirst = false;
  }

  function open(option, aside) {
    if (aside) window.open(option.href, "_blank", "noopener");
    else location.assign(option.href);
    dialog.close();
  }

  function begin() {
    if (dialog.open) return;
    before = document.activeElement;
    box.value = "";
    list.replaceChildren();
    status.textContent = "";
    dialog.showModal();
    box.focus();
    ask();
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    isWaiting = true;
    opensFirst = false;
    timer = setTimeout(ask, PAUSE);
  });

  form.addEventListener("submit", (event) => {
    if (isWaiting) opensFirst = true;
    else if (chosen()) open(chosen(), false);
    else return;
    event.preventDefault();
  });

  dialog.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Tab") (document.activeElement === box ? closer : box).focus();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && chosen()) open(chosen(), true);
    else return;
    event.preventDefault();
  });

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });

  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    asking?.abort();
    opensFirst = false;
    if (before?.isConnected) before.focus();
  });

  document.addEventListener("caruban:palette", begin);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-palette]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    begin();
  });
})();
