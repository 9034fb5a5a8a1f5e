// Saves an answer as it is typed; without this file the form's own "Simpan" does the same.
// The contract of a save stands in evaluation/views/answers.py. No eval, no inline handlers.
"use strict";

(() => {
  const TYPING = 900; // milliseconds of rest after which what was typed is sent
  const PAUSES = [2000, 4000, 8000, 15000, 30000]; // between tries while the server is away
  const PATIENCE = 20000; // milliseconds after which a request counts as lost

  function start(form) {
    const names = form.dataset.fields.split(" ");
    const key = form.dataset.key;
    const state = document.getElementById("keadaan-simpan");
    let saved = values(); // what the server holds
    let inFlight = null; // {fields, version, body}: sent again as it was until it is answered
    let tries = 0;
    let timer = 0;
    let paused = form.hasAttribute("data-paused");
    let leaving = false;
    // The version that this reader has seen, for the draft; none while two texts wait for a choice.
    let base = document.querySelector("#konflik > *") ? null : form.elements.version.value;

    function values() {
      const data = new FormData(form);
      return Object.fromEntries(names.map((name) => [name, data.getAll(name).map(String)]));
    }

    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
    const changed = (now) => names.filter((name) => !same(now[name], saved[name]));

    function say(text, kind = "") {
      state.textContent = text;
      state.dataset.kind = kind;
    }

    // The browser keeps what the server has not acknowledged; quota or privacy mode may forbid it.
    function keepDraft(version = base) {
      if (version === null) return;
      try {
        const now = values();
        if (changed(now).length || inFlight) {
          localStorage.setItem(key, JSON.stringify({ version, values: now }));
        } else {
          localStorage.removeItem(key);
        }
      } catch { /* the page itself still holds it */ }
    }

    function readDraft() {
      try {
        return JSON.parse(localStorage.getItem(key) || "null");
      } catch {
        return null;
      }
    }

    function dropDraft() {
      try {
        localStorage.removeItem(key);
      } catch { /* nothing was kept */ }
    }

    function restore(draft) {
      for (const name of names) {
        const kept = draft.values[name];
        if (!kept) continue;
        for (const control of form.querySelectorAll(`[name="${name}"]`)) {
          if (control.type === "hidden") continue;
          if (control.type === "radio" || control.type === "checkbox") control.checked = kept.includes(control.value);
          else control.value = kept[0] ?? "";
        }
      }
      form.elements.version.value = draft.version;
      base = draft.version;
    }

    function later(pause) {
      clearTimeout(timer);
      timer = setTimeout(send, pause);
    }

    function next() {
      const now = values();
      const fields = changed(now);
      if (!fields.length) return null;
      const body = new URLSearchParams();
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.set("version", form.elements.version.value);
      for (const name of fields) for (const value of now[name]) body.append(name, value);
      return { body, sent: Object.fromEntries(fields.map((name) => [name, now[name]])) };
    }

    let busy = false;

    async function send() {
      if (paused || busy) return;
      inFlight = inFlight || next();
      if (!inFlight) return;
      busy = true;
      if (!tries) say(state.dataset.saving);
      let response;
      try {
        response = await fetch(form.dataset.autosave, {
          method: "POST",
          body: inFlight.body,
          headers: { Accept: "application/json" },
          redirect: "manual",
          signal: AbortSignal.timeout(PATIENCE),
        });
        await answered(response);
      } catch {
        away();
      }
      busy = false;
    }

    async function answered(response) {
      if (response.type === "opaqueredirect" || response.status === 403) return stop("ended");
      if (response.status >= 500 || response.status === 429) return away();
      const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
      if (!isJson) return stop("refused");
      const told = await response.json();
      tries = 0;
      form.elements.version.value = told.version;
      if (told.refusal !== "stale") base = told.version;
      if (response.ok) return acknowledged(told);
      inFlight = null;
      keepDraft(); // after a conflict it still names the old version: a reload asks again
      say(told.message, "bad");
      if (told.refusal === "stale") conflict(told);
      return undefined;
    }

    function acknowledged(told) {
      Object.assign(saved, inFlight.sent);
      inFlight = null;
      keepDraft();
      say(told.message, "good");
      document.querySelector("[data-readiness]").textContent = told.readiness;
      show(told.level);
      for (const part of form.querySelectorAll("[data-when]")) {
        part.hidden = part.dataset.when !== (told.is_complete ? "ready" : "open");
      }
      if (changed(values()).length) later(0);
    }

    // The claimed level, in the fact beside the page and in the ladder.
    function show(level) {
      const none = document.getElementById("belum-ada-tingkat").content.firstElementChild;
      const cell = level ? form.querySelector(`#rung-${level} .lvl`) : none;
      document.querySelector("[data-claimed]").replaceChildren(cell.cloneNode(true));
      for (const rung of form.querySelectorAll(".rung")) {
        rung.classList.toggle("is-claimed", rung.id === `rung-${level}`);
      }
    }

    // The server cannot be reached: the same request goes out again, after growing pauses.
    function away() {
      say(state.dataset.away, "bad");
      later(PAUSES[Math.min(tries, PAUSES.length - 1)] * (0.8 + 0.4 * Math.random()));
      tries += 1;
    }

    function stop(why) {
      paused = true;
      inFlight = null;
      keepDraft();
      say(state.dataset[why], "bad");
    }

    // Somebody else was first: nothing is sent until the reader has seen both texts and chosen.
    function conflict(told) {
      paused = true;
      const place = document.getElementById("konflik");
      place.innerHTML = told.html; // ours, escaped by the server
      place.firstElementChild.focus();
    }

    form.addEventListener("input", (event) => {
      if (!names.includes(event.target.name)) return;
      keepDraft();
      if (!inFlight) later(event.target.matches("textarea, [type=text]") ? TYPING : 0);
    });
    form.addEventListener("focusout", () => { if (!inFlight && !tries) later(0); });
    window.addEventListener("online", () => { if (inFlight) later(0); });

    // A button sends the whole form: it waits for the save under way, so that it is not behind it.
    form.addEventListener("submit", (event) => {
      const tooLarge = [...form.querySelectorAll("[type=file]")].find(
        (control) => [...control.files].some((file) => file.size > Number(state.dataset.limit)),
      );
      if (tooLarge) {
        event.preventDefault();
        tooLarge.setCustomValidity(state.dataset.large);
        tooLarge.reportValidity();
        tooLarge.addEventListener("change", () => tooLarge.setCustomValidity(""), { once: true });
        return;
      }
      if (busy) {
        event.preventDefault();
        setTimeout(() => form.requestSubmit(event.submitter), 50);
        return;
      }
      clearTimeout(timer);
      leaving = true;
      keepDraft(form.elements.version.value); // until the next page shows that it arrived
    });
    window.addEventListener("pageshow", () => { leaving = false; });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && (inFlight || changed(values()).length)) event.preventDefault();
    });
    document.addEventListener("click", (event) => {
      if (!event.target.closest("[data-drop-draft]")) return;
      leaving = true;
      dropDraft();
    });

    if (!state.textContent.trim()) say(state.dataset.ready);
    const draft = readDraft();
    if (draft && !paused) {
      if (names.every((name) => !draft.values[name] || same(draft.values[name], saved[name]))) {
        dropDraft();
      } else {
        restore(draft);
        say(state.dataset.restored);
        later(TYPING);
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-autosave]");
    if (form) start(form);
  });
})();
