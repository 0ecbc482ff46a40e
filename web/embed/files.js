// @ts-check
// Files and images that are pasted into the composer or dropped on the chat. Text stays the browser's.

/** @typedef {'paste' | 'drop'} Source */

/** @param {DataTransfer | null} data */
const hasFiles = data => data?.types.includes('Files') ?? false;

/**
 * @param {HTMLElement} box
 * @param {(files: File[], source: Source) => void} take
 * @param {AbortSignal} signal
 */
export function watchFiles(box, take, signal) {
  const on = { signal };
  box.addEventListener('paste', event => {
    const data = event.clipboardData;
    // Office programs add a picture of the text they copy: the text is meant.
    if (!data?.files.length || data.types.includes('text/plain')) return;
    event.preventDefault();
    take([...data.files], 'paste');
  }, on);
  // A file that nobody takes would replace the page.
  box.addEventListener('dragover', event => {
    if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  }, on);
  box.addEventListener('drop', event => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    const files = [...event.dataTransfer?.files ?? []];
    if (files.length) take(files, 'drop');
  }, on);
}
