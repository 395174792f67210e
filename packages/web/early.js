// First of all, and small: the browser runs it before it has the program.
// Sets the remembered theme before the first paint; without one the system's choice holds (see src/design/theme.ts).
try {
  const theme = localStorage.getItem('tracewright-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be refused; the page then follows the system.
}

// Asks for the first screen of the address while the program loads; src/loading/early-answers.ts hands the answers out. What is asked for here must
// be what src/routes/run/windows/start-run.ts and src/routes/runs/use-run-pages.ts ask for: anything else is asked for twice.
(() => {
  const { pathname, search, hash } = location;
  const [, run] = /^\/runs\/([0-9a-f]{1,16})$/.exec(pathname) ?? [];
  const paths = [];
  if (run !== undefined) {
    paths.push(`/${run}/summary`, `/${run}/outline`);
    const [, step = '0'] = /^#step-(\d{1,9})/.exec(hash) ?? [];
    const from = Math.floor(Number(step) / 64) * 64;
    // Where a finding's step is, the outline tells.
    if (!hash.startsWith('#finding-')) paths.push(`/${run}/steps?from=${from}&to=${from + 64}`);
  } else if (pathname === '/' && search === '') paths.push('?limit=200');
  let project = null;
  try {
    project = localStorage.getItem('tracewright-project');
  } catch {
    // Without storage there is only the default project.
  }
  const init = project === null ? {} : { headers: { 'x-tracewright-project': project } };
  window.earlyAnswers = new Map(
    paths.map((path) => {
      const url = `/api/runs${path}`;
      // Read now, not when somebody asks: the program finds it whole.
      const answer = fetch(url, init).then(async (response) => new Response(await response.text(), response));
      // Whoever takes it hears of a failure.
      answer.catch(() => undefined);
      return [url, answer];
    }),
  );
})();
