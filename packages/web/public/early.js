// First of all, and small: the browser runs it before it has the program.
// Sets the remembered theme before the first paint; without one the system's choice holds (see src/theme/theme.ts).
try {
  const theme = localStorage.getItem('tracewright-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be refused; the page then follows the system.
}

// Asks for the first screen of the run in the address while the program loads; src/loading/early-answers.ts hands the answers out. What is asked
// for here must be what src/routes/run/windows/start-run.ts asks for: anything else is asked for twice.
(() => {
  const [, run] = /^\/runs\/([0-9a-f]{1,16})$/.exec(location.pathname) ?? [];
  if (run === undefined) return;
  let project = null;
  try {
    project = localStorage.getItem('tracewright-project');
  } catch {
    // Without storage there is only the default project.
  }
  const init = project === null ? {} : { headers: { 'x-tracewright-project': project } };
  const paths = ['summary', 'outline'];
  const [, step = '0'] = /^#step-(\d{1,9})/.exec(location.hash) ?? [];
  const from = Math.floor(Number(step) / 64) * 64;
  // Where a finding's step is, the outline tells.
  if (!location.hash.startsWith('#finding-')) paths.push(`steps?from=${from}&to=${from + 64}`);
  window.earlyAnswers = new Map(
    paths.map((path) => {
      const url = `/api/runs/${run}/${path}`;
      const answer = fetch(url, init);
      // Whoever takes it hears of a failure.
      answer.catch(() => undefined);
      return [url, answer];
    }),
  );
})();
