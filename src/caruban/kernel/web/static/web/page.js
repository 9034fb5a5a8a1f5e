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

  // The server or the network is away: say so, and send again what the form holds by then.
  function again(ctx) {
    const element = ctx.sourceElement;
    tell("belum-tersimpan");
    clearTimeout(waiting.get(element));
    waiting.set(element, setTimeout(() => {
      waiting.delete(element);
      if (element.isConnected) {
        window.htmx.ajax(ctx.request.method, ctx.request.action, { source: element, event: ctx.sourceEvent });
      }
    }, PAUSE));
  }

  document.addEventListener("htmx:response:error", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status >= 500) again(ctx);
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
    if (!waiting.size) tell("");
  });
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
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
