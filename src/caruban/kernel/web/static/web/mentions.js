// Mentions in comments: after an "@" the people who may see the record are offered as one types. Without it
// a name typed whole is found by the server. The list is a listbox that the text field controls.
"use strict";

(() => {
  const PAUSE = 180; // milliseconds without a key, before the server is asked
  const BEGUN = /(?:^|[^\w@.])@([^@\n]{0,40})$/u; // what stands after the last "@", up to the caret

  function begin(field) {
    const list = document.createElement("ul");
    list.className = "picker-list plain mention-list";
    list.id = `${field.id}-orang`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels[0].textContent.trim());
    list.hidden = true;
    field.after(list);
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-autocomplete", "list");
    const people = field.form.dataset.people;
    let timer = 0;

    const begun = () => BEGUN.exec(field.value.slice(0, field.selectionStart));
    const marked = () => list.querySelector("[aria-selected=true]");

    function show(isOpen) {
      list.hidden = !isOpen;
      if (!isOpen) field.removeAttribute("aria-activedescendant");
    }

    function mark(option) {
      for (const one of list.children) one.setAttribute("aria-selected", String(one === option));
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    function choose(option) {
      const found = begun();
      if (!found) return;
      const end = field.selectionStart;
      field.setRangeText(`${option.dataset.words} `, end - found[1].length, end, "end");
      show(false);
      field.focus();
    }

    async function ask() {
      const found = begun();
      if (!found) return show(false);
      const address = new URL(people, location.href);
      address.searchParams.set("q", found[1]);
      const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
      const now = begun();
      if (!answer?.ok || !now || now[1] !== found[1]) return undefined;
      list.innerHTML = await answer.text();
      [...list.children].forEach((one, at) => {
        one.id = `${list.id}-${at}`;
        one.setAttribute("aria-selected", "false");
      });
      if (list.children.length) mark(list.children[0]);
      return show(list.children.length > 0);
    }

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const options = [...list.children];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const at = options.indexOf(marked()) + (event.key === "ArrowDown" ? 1 : -1);
        mark(options[(at + options.length) % options.length]);
      } else if (event.key === "Enter" || event.key === "Tab") {
        event.preventDefault();
        choose(marked());
      } else if (event.key === "Escape") {
        event.stopPropagation();
        show(false);
      }
    });
    field.addEventListener("blur", () => show(false));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const field of document.querySelectorAll("textarea[data-mentions]")) {
      if (field.form.dataset.people) begin(field);
    }
  });
})();
