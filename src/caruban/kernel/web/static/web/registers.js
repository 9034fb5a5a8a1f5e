// Lists of registers: ticking rows, and links that follow the state of the list. Works without.
"use strict";

(() => {
  const PASSING = ["after", "before", "view", "totals"]; // belongs to a page, not to what is carried on

  // How many rows are ticked, in words above them.
  function tell(form) {
    const boxes = [...form.querySelectorAll("[data-select]")];
    const ticked = boxes.filter((one) => one.checked);
    for (const one of boxes) one.closest("tr").classList.toggle("picked", one.checked);
    form.querySelector("[data-bulk-none]").hidden = ticked.length > 0;
    form.querySelector("[data-bulk-some]").hidden = !ticked.length;
    form.querySelector("[data-bulk-count]").textContent = ticked.length;
    const all = form.querySelector("[data-select-all]");
    all.checked = ticked.length === boxes.length;
    all.indeterminate = ticked.length > 0 && !all.checked;
  }

  function prepare() {
    for (const form of document.querySelectorAll("form[data-bulk]")) {
      form.querySelector("[data-select-all]").hidden = false;
      tell(form);
    }
  }

  // The links beside the list lead on with the state that the address has by now.
  function follow() {
    const state = new URLSearchParams(location.search);
    for (const name of PASSING) state.delete(name);
    for (const link of document.querySelectorAll("a[data-carries]")) link.search = state.toString();
  }

  // The rows are new: whoever was among them goes on where the same link stands, else before the rows.
  let left = null;
  function leave() {
    const active = document.activeElement;
    left = active?.closest("#hasil") ? active.textContent.trim() : null;
  }
  function goOn() {
    const rows = document.getElementById("hasil");
    if (left === null || !rows || document.activeElement !== document.body) return;
    const same = left && [...rows.querySelectorAll("a, summary")].find((one) => one.textContent.trim() === left);
    (same || rows).focus();
    left = null;
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-bulk]");
    if (!form) return;
    if (event.target.matches("[data-select-all]")) {
      for (const one of form.querySelectorAll("[data-select]")) one.checked = event.target.checked;
    }
    tell(form);
  });
  document.addEventListener("htmx:before:swap", leave);
  document.addEventListener("htmx:after:swap", () => { prepare(); follow(); goOn(); });
  document.addEventListener("htmx:after:history:push", follow);
  document.addEventListener("DOMContentLoaded", prepare);
})();
