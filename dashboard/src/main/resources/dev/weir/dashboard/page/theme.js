// Light or dark: as the system says, unless a choice was made here. Runs before the first paint.
(() => {
  const KEY = 'weir-theme';
  const root = document.documentElement;
  const order = ['system', 'light', 'dark'];
  const names = { system: 'as the system', light: 'light', dark: 'dark' };
  const signs = { system: '◐', light: '☀', dark: '☾' };

  function stored() {
    try {
      const value = localStorage.getItem(KEY);
      return order.includes(value) ? value : 'system';
    } catch {
      return 'system'; // storage can be switched off
    }
  }

  let choice = stored();

  function apply() {
    if (choice === 'system') {
      root.removeAttribute('data-theme');
    } else {
      root.setAttribute('data-theme', choice);
    }
  }

  function announce() {
    document.dispatchEvent(new Event('weir-theme'));
  }

  apply();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', announce);
  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    const label = () => {
      button.textContent = signs[choice];
      button.setAttribute('aria-label', `Colours: ${names[choice]}`);
      button.title = `Colours: ${names[choice]}`;
    };
    label();
    button.addEventListener('click', () => {
      choice = order[(order.indexOf(choice) + 1) % order.length];
      try {
        localStorage.setItem(KEY, choice);
      } catch {
        // then for this visit only
      }
      apply();
      label();
      announce();
    });
  });
})();
