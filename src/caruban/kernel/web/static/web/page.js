// Improves pages; every page works without it. No eval, no inline handlers: the CSP forbids both.
"use strict";

(() => {
  const PAUSE = 5000; // milliseconds before what could not be sent is sent again
  const RESEND = 10000;
  const waiting = new Map(); // element that could not send -> its timer

  // Show one of the sentences that the page holds as templates, or none.
  function tell(name) {
    const place = document.getElementById("kabar");
    const words = name && document.getElementById(`kabar-${name}`);
    if (place) place.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
  }

  // Send again what the form holds by now.
  function send(ctx) {
    const element = ctx.sourceElement;
    if (element.isConnected) {
      window.htmx.ajax(ctx.request.method, ctx.request.action, { source: element, event: ctx.sourceEvent });
    }
  }

  // The server or the network is away: say so, and send again after a while.
  function again(ctx) {
    const element = ctx.sourceElement;
    tell("belum-tersimpan");
    clearTimeout(waiting.get(element));
    waiting.set(element, setTimeout(() => {
      waiting.delete(element);
      send(ctx);
    }, PAUSE));
  }

  // The session ended: say so, and when the reader comes back signed in, take the new token and send.
  const outside = new Map();
  function signInFirst(ctx) {
    tell("masuk-lagi");
    outside.set(ctx.sourceElement, ctx);
  }
  async function comeBack() {
    if (document.visibilityState !== "visible" || !outside.size) return;
    const answer = await fetch(location.href, { redirect: "manual" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = fresh.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
      if (token) input.value = token;
    }
    const kept = [...outside.values()];
    outside.clear();
    tell("");
    kept.forEach(send);
  }
  document.addEventListener("visibilitychange", comeBack);
  window.addEventListener("focus", comeBack);

  document.addEventListener("htmx:response:error", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status >= 500) again(ctx);
    else if (ctx.response.status === 401) signInFirst(ctx);
    else if (ctx.response.status !== 422 && ctx.response.status !== 409) tell("ditolak");
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx?.request && !event.detail.ctx.response) again(event.detail.ctx);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status >= 400) return;
    clearTimeout(waiting.get(ctx.sourceElement));
    waiting.delete(ctx.sourceElement);
    if (!waiting.size && !outside.size) tell("");
  });
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size || outside.size) event.preventDefault();
  });

  // Menus close by Escape and by a press elsewhere.
  function close(menu) {
    menu.open = false;
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      close(menu);
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) close(menu);
    }
  });

  // The page of a lost database: send again by itself what it kept.
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-resend]");
    if (!form) return;
    for (const note of document.querySelectorAll("[data-resend-note]")) note.hidden = false;
    setTimeout(() => form.requestSubmit(), RESEND);
  });
})();
