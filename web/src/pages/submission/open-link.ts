// Opens a short-lived link. The store serves it as an attachment, so the browser keeps the page and saves the file.

export function openLink(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.rel = 'noopener noreferrer';
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
