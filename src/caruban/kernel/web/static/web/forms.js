// Improves the forms of registers; each works without it. No eval, no inline handlers: the CSP forbids both.
//
// 1 fields that are asked for at times   [data-when] with the name of the field that decides, [data-values]
// 2 rows that repeat                     [data-rows] with a template, [data-add], [data-remove], [data-up], [data-down]
// 3 drafts                               form[data-record-form] with [data-draft], the address that keeps what is typed
"use strict";

(() => {
  // 1 Fields that are asked for at times ------------------------------------------------------------------

  function valueOf(form, name) {
    const controls = [...form.elements].filter((one) => one.name === name && one.type !== "hidden");
    const [first] = controls;
    if (!first) return form.elements[name]?.value ?? "";
    if (first.type === "checkbox") return first.checked ? "True" : "False";
    if (first.type === "radio") return controls.find((one) => one.checked)?.value ?? "";
    return first.value;
  }

  function decide(form) {
    for (const group of form.querySelectorAll("[data-when]")) {
      const isAsked = group.dataset.values.split("|").includes(valueOf(form, group.dataset.when));
      group.hidden = !isAsked;
    }
  }

  // 2 Rows that repeat ------------------------------------------------------------------------------------

  const rowOf = (element) => element.closest("[data-row-of]");

  function renumber(rows) {
    [...rows.querySelectorAll("[data-row-of]")].forEach((row, at) => {
      for (const place of row.querySelectorAll("[data-at]")) place.textContent = at + 1;
    });
  }

  function said(rows, words) {
    rows.querySelector("[data-rows-said]").textContent = words;
  }

  function add(rows) {
    const list = rows.querySelector("[data-list]");
    const numbers = [...list.children].map((row) => Number(row.dataset.rowOf));
    const number = Math.max(-1, ...numbers) + 1;
    const holder = document.createElement("ol");
    holder.innerHTML = rows.querySelector("template").innerHTML.replaceAll("__n__", number);
    const row = holder.firstElementChild;
    list.append(row);
    renumber(rows);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    said(rows, rows.dataset.saidAdded);
  }

  function remove(rows, row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    renumber(rows);
    (next?.querySelector("[data-remove]") ?? rows.querySelector("[data-add]")).focus();
    said(rows, rows.dataset.saidRemoved);
  }

  function move(rows, row, button) {
    if ("up" in button.dataset) row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    renumber(rows);
    button.focus();
    said(rows, rows.dataset.saidMoved);
  }

  function arrange(event) {
    const button = event.target.closest("[data-add], [data-remove], [data-up], [data-down]");
    const rows = button?.closest("[data-rows]");
    if (!rows) return;
    event.preventDefault();
    if ("add" in button.dataset) add(rows);
    else if ("remove" in button.dataset) remove(rows, rowOf(button));
    else move(rows, rowOf(button), button);
    rows.closest("form")?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // 3 Drafts ----------------------------------------------------------------------------------------------

  const PAUSE = 800; // milliseconds without a key, before what is typed is kept on the server
  const AGAIN = 5000; // before it is tried again

  const KEPT = 14 * 24 * 3600 * 1000; // milliseconds that something stays in the browser, as drafts on the server

  const SENT = "caruban.sent"; // the form that this tab sent last

  // The page of a record after a form was sent: it was saved, so nothing of it stays in the browser.
  function forgetSaved() {
    const key = sessionStorage.getItem(SENT);
    if (!key || !document.querySelector("[data-record-page]")) return;
    localStorage.removeItem(key);
    sessionStorage.removeItem(SENT);
  }

  class Draft {
    constructor(form) {
      this.form = form;
      this.kind = `caruban.draft ${form.dataset.key} `; // of the forms of this record; each has its own token
      this.key = this.kind + form.elements.token.value;
      this.place = form.querySelector("[data-draft-said]");
      this.words = document.querySelector("template[data-left-here]");
      this.isSent = false;
    }

    say(words) {
      if (this.place.textContent !== words) this.place.textContent = words;
    }

    sentence(mark) {
      return this.words.content.querySelector(`[${mark}]`).textContent;
    }

    // What the form would send, without files; personal data never enters the browser's own store.
    body(isForBrowser) {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(this.form)) {
        const isPersonal = isForBrowser && this.form.querySelector(`[name="${CSS.escape(name)}"][data-personal]`);
        if (typeof value === "string" && !isPersonal && !(isForBrowser && name === "csrfmiddlewaretoken")) body.append(name, value);
      }
      return body;
    }

    typed() {
      if (this.isSent) return;
      this.keepHere();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), PAUSE);
    }

    keepHere() {
      try {
        localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), body: this.body(true).toString() }));
      } catch {
        // no room, or a browser that keeps nothing: the server still does
      }
    }

    forgetHere() {
      localStorage.removeItem(this.key);
    }

    async post(body) {
      return fetch(this.form.dataset.draft, { method: "POST", body, headers: { "HX-Request": "true" }, redirect: "manual" });
    }

    async send() {
      clearTimeout(this.timer);
      if (this.isSent) return;
      const sent = this.body(false);
      let answer;
      try {
        answer = await this.post(sent);
      } catch {
        return this.later("data-said-here");
      }
      if (answer.status === 401 || answer.status === 403) return this.later("data-said-out", true);
      if (answer.status >= 500) return this.later("data-said-here");
      const { said: words } = await answer.json().catch(() => ({ said: "" }));
      this.say(words);
      if (answer.ok && sent.toString() === this.body(false).toString()) this.forgetHere();
      return undefined;
    }

    later(mark, isOut = false) {
      this.isOut = isOut;
      this.say(this.sentence(mark));
      clearTimeout(this.timer);
      if (!isOut) this.timer = setTimeout(() => this.send(), AGAIN);
      else this.timer = undefined;
      this.isWaiting = true;
    }

    // Back on the page, or on the line: take the new token where the session was a new one, and send.
    async back() {
      if (!this.isWaiting || this.isSent) return;
      if (this.isOut) {
        const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
        if (!answer?.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const token = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
        if (token) for (const one of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) one.value = token;
      }
      this.isWaiting = false;
      await this.send();
    }

    // Something stayed in this browser that never reached the server: offer it, unless it was saved.
    offer() {
      const keys = Object.keys(localStorage).filter((one) => one.startsWith(this.kind) && one !== this.key);
      for (const key of keys) this.offerOne(key);
    }

    async offerOne(key) {
      let left;
      try {
        left = JSON.parse(localStorage.getItem(key));
      } catch {
        left = null;
      }
      if (!left?.body || Date.now() - left.at > KEPT) return void localStorage.removeItem(key);
      const body = new URLSearchParams(left.body);
      body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      body.set("left", "1");
      const asked = new URLSearchParams(body);
      asked.set("ask", "1");
      const answer = await this.post(asked).catch(() => null);
      if (!answer?.ok) return;
      if ((await answer.json()).gone) return void localStorage.removeItem(key);
      this.dropOlder(body.get("token"));
      const notice = document.createElement("div");
      notice.append(this.words.content.firstElementChild.cloneNode(true));
      this.form.before(notice);
      notice.querySelector("[data-take]").addEventListener("click", async () => {
        const kept = await this.post(body).catch(() => null);
        if (!kept?.ok) return;
        localStorage.removeItem(key);
        this.isSent = true;
        location.assign(this.form.dataset.resume + body.get("token"));
      });
      notice.querySelector("[data-leave]").addEventListener("click", () => {
        localStorage.removeItem(key);
        notice.remove();
      });
      return undefined;
    }

    // What is here is newer than what the server has of the same form: one offer is enough.
    dropOlder(token) {
      const older = document.querySelector(`[data-kept="${CSS.escape(token)}"]`);
      const whole = older?.closest(".notice");
      older?.remove();
      if (whole && !whole.querySelector("[data-kept]")) whole.remove();
    }

    begin() {
      this.form.addEventListener("input", () => this.typed());
      this.form.addEventListener("change", () => this.typed());
      this.form.addEventListener("submit", () => {
        this.keepHere(); // the line may be away: then the page is lost, but not what was typed
        sessionStorage.setItem(SENT, this.key);
        this.isSent = true;
        clearTimeout(this.timer);
      });
      window.addEventListener("pageshow", (event) => {
        if (event.persisted) this.isSent = false;
      });
      window.addEventListener("online", () => this.back());
      window.addEventListener("focus", () => this.back());
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") this.back();
      });
      if ("typed" in this.form.dataset) this.typed(); // came back from the server with what was sent
      else this.offer();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    forgetSaved();
    for (const form of document.querySelectorAll("form[data-record-form]")) {
      decide(form);
      for (const words of form.querySelectorAll("[data-condition]")) words.hidden = true;
      form.addEventListener("input", () => decide(form));
      form.addEventListener("change", () => decide(form));
      form.addEventListener("click", arrange);
      new Draft(form).begin();
    }
  });
})();
