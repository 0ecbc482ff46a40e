// @ts-check
// The soft keyboard covers a part of the page that the layout knows nothing of (CSSOM View, visualViewport). While one
// writes, the box ends where the visible part does, so that the composer stands above the keyboard.

const toolbars = 80; // CSS pixels: no keyboard is lower
const least = 120; // CSS pixels that are left of the box in any case

/**
 * @param {HTMLElement} mount whose height the box has
 * @param {HTMLElement} box
 * @param {AbortSignal} signal
 */
export function keepAboveKeyboard(mount, box, signal) {
  const view = window.visualViewport;
  if (!view) return;
  const fit = () => {
    const rect = mount.getBoundingClientRect();
    // A page that was zoomed with two fingers shows less of itself as well, and nothing covers it; nor do toolbars that
    // come and go.
    const covered = box.matches(':focus-within') && view.scale < 1.01 &&
      document.documentElement.clientHeight - view.height > toolbars;
    const inset = covered ? Math.min(rect.bottom - (view.offsetTop + view.height), rect.height - least) : 0;
    box.style.height = inset > 0 ? `${rect.height - inset}px` : '';
    box.style.minHeight = inset > 0 ? '0' : '';
  };
  for (const type of ['resize', 'scroll']) view.addEventListener(type, fit, { signal });
  // What has the focus is known when the round of events is over.
  for (const type of ['focusin', 'focusout']) box.addEventListener(type, () => queueMicrotask(fit), { signal });
}
