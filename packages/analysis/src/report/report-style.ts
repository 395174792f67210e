/** The look of a report: light and dark by the reader's system, and on paper. Nothing is loaded. */
export const REPORT_STYLE: string = `
:root{color-scheme:light dark;--back:light-dark(#fbfbfa,#131517);--box:light-dark(#fff,#191c1f);--line:light-dark(#dededa,#2f343a);--text:light-dark(#1c1e21,#e6e7e9);--soft:light-dark(#575c63,#a3a9b0);--accent:light-dark(#2f55c8,#93aefc);--bad:light-dark(#a83228,#f19a8c);--bad-back:light-dark(#fbeeec,#2b1a18);--good:light-dark(#1f6a41,#82cb9f);--mark:light-dark(#fdf0c2,#5a4a17)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:980px;padding:28px 24px 64px;background:var(--back);color:var(--text);font:14px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;overflow-wrap:anywhere}
h1{margin:0 0 4px;font-size:20px;line-height:1.3}
h2{margin:32px 0 10px;font-size:16px}
h3{margin:0;font-size:14px}
p{margin:6px 0}
a{color:var(--accent)}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:2px 18px;margin:14px 0}
dt{color:var(--soft)}
dd{margin:0}
pre{margin:6px 0;padding:8px 10px;border:1px solid var(--line);border-radius:5px;background:var(--box);font:12.5px/1.5 ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre-wrap;tab-size:4}
blockquote{margin:8px 0 2px;padding:6px 12px;border-left:3px solid var(--line);background:var(--mark);font:12.5px/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap}
mark{background:var(--mark);color:inherit}
summary{color:var(--accent);cursor:pointer}
ol,ul{margin:6px 0;padding-left:22px}
article{margin:0 0 10px;padding:10px 14px;border:1px solid var(--line);border-radius:7px;background:var(--box)}
article pre{background:var(--back)}
.soft{color:var(--soft)}
.bad{color:var(--bad)}
.good{color:var(--good)}
.onset{border:1px solid var(--line);border-radius:7px;padding:12px 16px;background:var(--box)}
.onset-failure{border-color:var(--bad);background:var(--bad-back)}
.onset-failure blockquote{border-left-color:var(--bad)}
.label{margin:8px 0 0;color:var(--soft);font-size:12px}
.label:has(+blockquote){margin-bottom:12px}
blockquote+.label{margin-top:2px}
.task{white-space:pre-wrap}
pre:has(+details[open]){display:none}
@media print{:root{color-scheme:light}pre:has(+details),summary{display:none}details::details-content{content-visibility:visible}body{max-width:none;padding:0;font-size:11px}pre,blockquote,.label{font-size:9.5px}h1{font-size:16px}h2{font-size:13px}h3{font-size:11px}article,.onset,blockquote{break-inside:auto}h2,h3{break-after:avoid}a{color:inherit;text-decoration:none}}
`;

/** SHA-256 of the style, for the report's content security policy; held by a test. */
export const REPORT_STYLE_HASH: string = 'sha256-bhC9pvVZFy4G9LLHU0rh0I5HNEVaIV0ORAqbJJaknb0=';
