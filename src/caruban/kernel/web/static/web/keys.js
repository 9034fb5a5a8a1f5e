// Shortcuts of the keyboard. The list is the page's own (#pintasan, made from
// kernel/workspace/shortcuts.py); this file knows only what each of its words does.
//
// What a page marks, so that its lists and forms obey:
//
//   data-row             an entry of a list: j and k go from one to the next
//   data-open            the link within a row that is its name; it gets the focus, Enter opens it
//   data-select          the checkbox within a row: x ticks it
//   data-shortcut="…"    what e (edit), n (create) and f (favourite) press: a link, a button, a summary;
//                        within a row it is pressed for the row that has the focus
//   data-save            a form that Ctrl+S sends, when the focus is in no form of its own
//   data-find            the page's own search field: / goes there, else to the palette
//   rel="prev", "next"   links of a pager: [ and ]
//
// Nothing happens while one types in a field, but for keys with Ctrl. Whoever switched single letters
// off has a list without data-letters: then only keys with Ctrl are left.
"use strict";

(() => {
  const PATIENCE = 1500; // milliseconds between the keys of a sequence
  const list = document.getElementById("pintasan");
  if (!list) return;
  const hasLetters = "letters" in list.dataset;
  const shortcuts = [...list.children]
    .map((one) => ({ ...one.dataset, keys: one.dataset.keys.split(" "), always: "always" in one.dataset }))
    .filter((one) => one.does !== "native" && (hasLetters || one.always));
  let typed = [];
  let timer = 0;

  const isShown = (element) => element.checkVisibility();
  const shownOf = (selector, within = document) => [...within.querySelectorAll(selector)].find(isShown);
  const rows = () => [...document.querySelectorAll("[data-row]")].filter(isShown);
  const row = () => document.activeElement?.closest("[data-row]");

  function go(by) {
    const all = rows();
    const at = all.indexOf(row());
    const next = at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[at + by];
    const link = next && (next.querySelector("[data-open]") ?? next.querySelector("a, button"));
    link?.focus();
    link?.scrollIntoView({ block: "nearest" });
    return Boolean(all.length);
  }

  function press(element) {
    element?.click();
    return Boolean(element);
  }

  function pressMarked(name) {
    const mark = `[data-shortcut="${name}"]`;
    return press((row() && shownOf(mark, row())) ?? shownOf(mark));
  }

  function save() {
    const own = document.activeElement?.closest("form");
    const form = own && own.method === "post" ? own : shownOf("form[data-save]");
    form?.requestSubmit(form.querySelector("button:not([type=button]):not([formaction])"));
    return Boolean(form);
  }

  function find() {
    const field = shownOf("[data-find]");
    if (!field) return ACTS.palette();
    field.focus();
    field.select?.();
    return true;
  }

  // Each gives whether there was something to do; if not, the key is the browser's.
  const ACTS = {
    go: ({ url }) => Boolean(location.assign(url) ?? true),
    palette: () => document.dispatchEvent(new Event("caruban:palette")),
    find,
    next: () => go(1),
    previous: () => go(-1),
    select: () => press(row()?.querySelector("[data-select]")),
    earlier: () => press(shownOf("a[rel=prev]")),
    later: () => press(shownOf("a[rel=next]")),
    create: () => pressMarked("create"),
    edit: () => pressMarked("edit"),
    favourite: () => pressMarked("favourite"),
    save,
  };

  function isTyping(element) {
    if (element.isContentEditable) return true;
    if (element.matches("textarea, select")) return true;
    return element.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
  }

  function named(event) {
    const key = event.key.length === 1 && (event.ctrlKey || event.metaKey) ? event.key.toUpperCase() : event.key;
    return event.ctrlKey || event.metaKey ? `Ctrl+${key}` : key;
  }

  function begins(one) {
    return typed.every((key, index) => one.keys[index] === key);
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.key === "Shift") return;
    const isQuiet = isTyping(event.target) || document.querySelector("dialog[open]");
    typed = [...typed, named(event)];
    let fitting = shortcuts.filter((one) => begins(one) && (one.always || !isQuiet));
    if (!fitting.length && typed.length > 1) {
      typed = typed.slice(-1);
      fitting = shortcuts.filter((one) => begins(one) && (one.always || !isQuiet));
    }
    clearTimeout(timer);
    timer = setTimeout(() => { typed = []; }, PATIENCE);
    const whole = fitting.find((one) => one.keys.length === typed.length);
    if (whole || !fitting.length) typed = [];
    if (whole && ACTS[whole.does](whole)) event.preventDefault();
  });
})();
