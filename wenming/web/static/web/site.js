// site.js: small comforts. Every page works without it; nothing here decides anything.
'use strict';
(() => {
  const typing = (target) => target.closest('input, textarea, select, [contenteditable]');

  // "/" puts the cursor into the search field
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const search = document.querySelector('.bar input[type="search"]');
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // Escape puts the contents of a narrow page away, as it does a dialog
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || location.hash !== '#contents' || document.querySelector('dialog[open]')) return;
    location.hash = '#main';
    document.querySelector('.to-contents').focus();
  });

  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-dialog]');
    const dialog = opener && document.getElementById(opener.hash.slice(1));
    if (dialog && dialog.showModal) {
      event.preventDefault();
      if (!dialog.open) dialog.showModal();
      return;
    }
    const closer = event.target.closest('[data-close]');
    const open = closer && closer.closest('dialog');
    if (open && open.open) {
      event.preventDefault();
      open.close();
      return;
    }
    const copier = event.target.closest('[data-copy]');
    if (copier && navigator.clipboard) {
      event.preventDefault();
      const words = copier.dataset.copy || location.href;
      navigator.clipboard.writeText(words).then(() => {
        copier.setAttribute('aria-live', 'polite');
        copier.textContent = copier.dataset.done || '✓';
      });
    }
  });

  // what was told may be put away; good news goes by itself, unless somebody is at it
  const AWAY_MS = 8000;
  for (const told of document.querySelectorAll('.toasts .notice')) {
    const button = told.querySelector('[data-dismiss]');
    const away = () => told.remove();
    if (button) {
      button.hidden = false;
      button.addEventListener('click', away);
    }
    if (told.classList.contains('bad') || told.querySelector('a')) continue;
    let timer = setTimeout(away, AWAY_MS);
    const stay = () => clearTimeout(timer);
    const leave = () => (timer = setTimeout(away, AWAY_MS));
    told.addEventListener('pointerenter', stay);
    told.addEventListener('pointerleave', leave);
    told.addEventListener('focusin', stay);
    told.addEventListener('focusout', leave);
  }

  // the same form is not sent twice by an impatient hand
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = '1';
    if (event.submitter) event.submitter.setAttribute('aria-busy', 'true');
  });
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll('[aria-busy]')) button.removeAttribute('aria-busy');
    }
  });

  // filters: a choice is taken at once, and empty fields stay out of the address
  for (const form of document.querySelectorAll('form[data-filters]')) {
    form.addEventListener('change', (event) => {
      if (event.target.matches('select, input[type="checkbox"]')) form.requestSubmit();
    });
    form.addEventListener('formdata', ({ formData }) => {
      for (const [name, value] of [...formData]) if (value === '') formData.delete(name);
    });
  }

  // what is to be put right is read first; a link to a field of a group goes to its first choice
  const wrong = document.querySelector('[data-focus]');
  if (wrong) wrong.focus();
  window.addEventListener('hashchange', () => {
    const group = location.hash && document.querySelector(`fieldset${CSS.escape ? '#' + CSS.escape(location.hash.slice(1)) : ''}`);
    const first = group && group.querySelector('input');
    if (first) first.focus();
  });

  // on paper everything lies open, and closes again afterwards
  const opened = [];
  window.addEventListener('beforeprint', () => {
    for (const one of document.querySelectorAll('details:not([open])')) opened.push(one), (one.open = true);
  });
  window.addEventListener('afterprint', () => {
    while (opened.length) opened.pop().open = false;
  });
  for (const button of document.querySelectorAll('[data-print]')) button.addEventListener('click', () => window.print());
})();
