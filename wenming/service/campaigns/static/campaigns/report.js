// report.js: a return is not lost for want of a network. What is typed is kept in the browser; what was
// sent without a network waits there and goes as soon as there is one. Sent ten times, it is one return.
'use strict';
(() => {
  const form = document.querySelector('form[data-kept]');
  const told = document.getElementById('kept');
  if (!form || !told) return;
  const name = `wenming.return.${location.pathname}`;
  const MINUTE_MS = 60000;
  let sending = false;

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(name)) || null;
    } catch {
      return null;
    }
  };
  const keep = (waiting) => {
    const fields = [...new FormData(form)].filter(([key]) => key !== 'csrfmiddlewaretoken');
    try {
      localStorage.setItem(name, JSON.stringify({ fields, waiting, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  };
  const forget = () => localStorage.removeItem(name);
  const say = (what) => {
    told.textContent = told.dataset[what];
    told.hidden = false;
  };

  // what was typed before comes back, unless somebody reported another version since
  const restore = () => {
    const draft = read();
    if (!draft) return;
    const fields = Object.fromEntries(draft.fields);
    if (fields.seen !== form.elements.seen.value) {
      forget();
      say('overtaken');
      return;
    }
    for (const [key, value] of draft.fields) if (form.elements[key]) form.elements[key].value = value;
    say(draft.waiting ? 'waiting' : 'draft');
  };

  const send = async (asked) => {
    if (sending) return;
    sending = true;
    const body = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(form.action || location.href, { method: 'POST', body });
      if (answer.ok) {
        forget();
        location.assign(answer.url);
      } else if (asked) {
        keep(false);
        form.submit(); // the page itself says what is wrong
      } else {
        keep(false);
        say('refused');
      }
    } catch {
      say(keep(true) ? 'waiting' : 'full');
    } finally {
      sending = false;
    }
  };
  const drain = () => {
    const draft = read();
    if (draft && draft.waiting) send(false);
  };

  form.addEventListener('input', () => keep(false));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(true);
  });
  window.addEventListener('online', drain);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') drain();
  });
  setInterval(drain, MINUTE_MS);
  restore();
  drain();
})();
