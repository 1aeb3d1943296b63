// Accepts one file, by the file picker, the keyboard or drag and drop. A native file input keeps it accessible.
import { useSignal } from '@preact/signals';
import { Icon } from './icon.tsx';

export interface FileDropProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** Accepted extensions for the file picker: `.txt,.png`. */
  readonly accept: string;
  readonly message?: string | undefined;
  readonly disabled?: boolean;
  readonly describedBy?: string;
  readonly onFile: (file: File) => void;
}

export function FileDrop({ id, label, hint, accept, message, disabled = false, describedBy, onFile }: FileDropProps) {
  const over = useSignal(false);
  const wrong = message !== undefined;
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file !== undefined && !disabled) onFile(file);
  };
  return (
    <div class={`field ${wrong ? 'field--wrong' : ''}`}>
      <div class={`file-drop ${over.value ? 'file-drop--over' : ''} ${disabled ? 'file-drop--off' : ''}`}>
        <Icon name="upload" class="file-drop__icon" />
        <label class="file-drop__label" for={id}>
          {label}
        </label>
        <p class="file-drop__hint" id={`${id}-hint`}>
          {hint}
        </p>
        <input
          class="file-drop__input"
          type="file"
          id={id}
          accept={accept}
          disabled={disabled}
          aria-invalid={wrong}
          aria-describedby={[wrong && `${id}-message`, `${id}-hint`, describedBy].filter(Boolean).join(' ')}
          onDragOver={(event) => {
            event.preventDefault();
            over.value = !disabled;
          }}
          onDragLeave={() => {
            over.value = false;
          }}
          onDrop={(event) => {
            event.preventDefault();
            over.value = false;
            take(event.dataTransfer?.files);
          }}
          onChange={(event) => {
            take(event.currentTarget.files);
            // Allows choosing the same file again after it was refused or removed.
            event.currentTarget.value = '';
          }}
        />
      </div>
      {wrong && (
        <p class="field__message" id={`${id}-message`} role="alert">
          {message}
        </p>
      )}
    </div>
  );
}
