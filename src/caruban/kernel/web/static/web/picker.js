// Choosing related records as one types. Without it the words are looked up when the form is sent.
//
// A picker (registers/forms/picker.html) has an address to ask, data-source; its search field becomes a
// combobox with a list below. What is chosen goes into [data-key] and [data-for], or, of several, becomes
// a ticked box in [data-chosen]. Works for rows that a script adds later: it begins at the first focus.
"use strict";

(() => {
  const PAUSE = 180; // milliseconds without a key, before the server is asked
  let number = 0;

  function listOf(field) {
    if (field.list_) return field.list_;
    const list = document.createElement("ul");
    list.className = "picker-list plain";
    list.id = `picker-${(number += 1)}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() ?? "");
    list.hidden = true;
    field.after(list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(field, option);
    });
    field.list_ = list;
    return list;
  }

  function show(field, isOpen) {
    listOf(field).hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) field.removeAttribute("aria-activedescendant");
  }

  function mark(field, option) {
    for (const one of listOf(field).children) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  }

  function marked(field) {
    return listOf(field).querySelector("[aria-selected=true]");
  }

  async function ask(field) {
    const picker = field.closest("[data-picker]");
    const words = field.value;
    const address = new URL(picker.dataset.source, location.href);
    address.searchParams.set("q", words);
    let answer;
    try {
      answer = await fetch(address, { headers: { "HX-Request": "true" } });
    } catch {
      return show(field, false); // the line is away: the words are looked up when the form is sent
    }
    if (!answer.ok || field.value !== words || document.activeElement !== field) return undefined;
    const list = listOf(field);
    list.innerHTML = await answer.text();
    [...list.children].forEach((one, at) => {
      one.id = `${list.id}-${at}`;
      one.setAttribute("aria-selected", "false");
    });
    const said = picker.querySelector("[data-picker-said]");
    if (said) said.textContent = list.children.length ? picker.dataset.some.replace("#", list.children.length) : picker.dataset.none;
    if (list.children.length && words) mark(field, list.children[0]);
    return show(field, list.children.length > 0);
  }

  function put(picker, mark_, name, value) {
    let input = picker.querySelector(`input[${mark_}]`); // choices in the list have keys, too
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.setAttribute(mark_, "");
      picker.append(input);
    }
    input.value = value;
  }

  function choose(field, option) {
    const picker = field.closest("[data-picker]");
    const { name } = picker.dataset;
    const { key, words } = option.dataset;
    picker.querySelector("[data-found]")?.remove();
    if ("many" in picker.dataset) {
      tick(picker, name, key, words, field.id);
      field.value = "";
    } else {
      field.value = words;
      put(picker, "data-for", `${name}-for`, words);
      put(picker, "data-key", name, key);
    }
    show(field, false);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Add one of several as a ticked box.
  function tick(picker, name, key, words, id) {
    const chosen = picker.querySelector("[data-chosen]");
    const known = [...chosen.querySelectorAll("input")].find((one) => one.value === key);
    if (known) known.checked = true;
    if (known) return;
    const box = document.createElement("div");
    box.className = "form-check";
    const input = Object.assign(document.createElement("input"), {
      className: "form-check-input", type: "checkbox", name, value: key, id: `${id}-${key}`, checked: true,
    });
    const label = Object.assign(document.createElement("label"), { className: "form-check-label", htmlFor: input.id, textContent: words });
    box.append(input, label);
    chosen.append(box);
  }

  const searchOf = (target) => target.closest?.("[data-picker][data-source] > input[type=text]");

  document.addEventListener("focusin", (event) => {
    const field = searchOf(event.target);
    if (field) listOf(field);
  });
  document.addEventListener("focusout", (event) => {
    const field = searchOf(event.target);
    if (field) show(field, false);
  });
  document.addEventListener("input", (event) => {
    const field = searchOf(event.target);
    if (!field) return;
    clearTimeout(field.timer_);
    field.timer_ = setTimeout(() => ask(field), PAUSE);
  });
  document.addEventListener("keydown", (event) => {
    const field = searchOf(event.target);
    if (!field || event.isComposing) return;
    const list = listOf(field);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return void ask(field);
      const options = [...list.children];
      const at = options.indexOf(marked(field)) + (event.key === "ArrowDown" ? 1 : -1);
      mark(field, options[(at + options.length) % options.length]);
    } else if (event.key === "Enter" && !list.hidden && marked(field)) {
      event.preventDefault();
      choose(field, marked(field));
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      show(field, false);
    }
    return undefined;
  });
})();
