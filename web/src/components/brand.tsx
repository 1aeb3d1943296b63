// The console's logo and name.

export function BrandMark() {
  return (
    <svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect class="brand__field" width="32" height="32" rx="8" />
      <path class="brand__line" d="M8 11h7a5 5 0 0 1 5 5 5 5 0 0 0 5 5M8 21h5" />
      <circle class="brand__dot" cx="8" cy="11" r="2.6" />
      <circle class="brand__dot brand__dot--soft" cx="8" cy="21" r="2.6" />
      <circle class="brand__dot" cx="24.5" cy="21" r="2.6" />
    </svg>
  );
}
