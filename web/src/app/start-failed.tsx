// Shown when the console cannot start. It depends on no other module.

export function StartFailed({ reason }: { reason: string }) {
  return (
    <main class="sign-in">
      <div class="sign-in__panel">
        <h1>The console could not start</h1>
        <p role="alert">{reason}</p>
        <p>
          <a class="button button--primary" href="./">
            Try again
          </a>
        </p>
      </div>
    </main>
  );
}
