// Reads the beginning of a text document and aborts the rest.

export interface TextStart {
  readonly text: string;
  /** True when the document is longer. */
  readonly cut: boolean;
}

const shownBytes = 100 * 1024;

export async function readText(response: Response): Promise<TextStart> {
  const reader = response.body?.getReader();
  if (reader === undefined) return { text: '', cut: false };
  const decoder = new TextDecoder();
  let text = '';
  let left = shownBytes;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), cut: false };
    text += decoder.decode(value.subarray(0, left), { stream: true });
    if (value.byteLength > left) {
      await reader.cancel();
      return { text, cut: true };
    }
    left -= value.byteLength;
  }
}
