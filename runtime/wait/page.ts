import { createHash } from 'crypto';
import { LONGEST_ANSWER } from './answers';
import { USUAL_TITLE, type Question } from './question';

/*
 * The linked page: one document without scripts or external resources. The user's texts are shown as
 * text, not as HTML.
 */

const STYLE = `
:root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --text: #1c1f24;
	--line: #767c86; --main: #1a5fb4; --on-main: #fff; --wrong: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --page: #14161a; --card: #1f2228; --text: #eceef2;
	--line: #8a919e; --main: #8ab8f5; --on-main: #10243f; --wrong: #ffb4ab; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem 1rem; background: var(--page); color: var(--text);
	font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 32rem; margin: 0 auto; padding: 1.5rem; background: var(--card); border-radius: 1rem; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere; }
p { margin: 0 0 1.5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
p:last-child { margin: 0; }
form + p { margin: 1.5rem 0 0; font-size: .9375rem; }
form { display: grid; gap: .75rem; }
label { font-weight: 600; }
.wrong { margin: 0; color: var(--wrong); }
textarea { width: 100%; min-height: 9rem; padding: .75rem; border: 1px solid var(--line);
	border-radius: .5rem; background: var(--card); color: inherit; font: inherit; }
button { width: 100%; min-height: 3.25rem; padding: .75rem 1rem; border: 2px solid var(--main);
	border-radius: .75rem; background: var(--main); color: var(--on-main); font: inherit;
	font-weight: 600; overflow-wrap: anywhere; cursor: pointer; }
button.second { background: transparent; color: inherit; border-color: var(--line); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 3px; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** The page may only use its own style and submit its own form. */
const CONTENTS = `default-src 'none'; img-src data:; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'`;

/** The headers of every page: it is not cached, and the link is not sent as a referrer. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
	'Cache-Control': 'no-store',
	'Content-Security-Policy': `${CONTENTS}; form-action 'self'; frame-ancestors 'none'; sandbox allow-forms`,
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'X-Robots-Tag': 'noindex, nofollow',
};

/**
 * The question with its form, which is submitted to the page's own URL.
 *
 * @param deadline when answers stop to count, in words; null if never
 * @param isWrong whether an invalid answer was submitted
 */
export function questionPage(
	question: Question,
	{ deadline = null, isWrong = false }: { deadline?: string | null; isWrong?: boolean } = {},
): string {
	const { title, text, answer } = question;
	const form =
		answer.kind === 'freeText'
			? `${isWrong ? `<p class="wrong" id="wrong" role="alert">Please enter an answer of up to ${LONGEST_ANSWER} characters.</p>\n` : ''}<label for="answer">Your answer</label>
<textarea id="answer" name="answer" required maxlength="${LONGEST_ANSWER}"${isWrong ? ' aria-describedby="wrong" aria-invalid="true"' : ''}></textarea>
<button>${escapeHtml(answer.submit)}</button>`
			: `${isWrong ? '<p class="wrong" role="alert">Please choose one.</p>\n' : ''}<button name="answer" value="approve">${escapeHtml(answer.approve)}</button>${
					answer.decline === null
						? ''
						: `\n<button name="answer" value="decline" class="second">${escapeHtml(answer.decline)}</button>`
				}`;
	const limit = deadline === null ? '' : `\n<p>You can answer until ${escapeHtml(deadline)}.</p>`;
	return page(title, `<p>${escapeHtml(text)}</p>\n<form method="post">\n${form}\n</form>${limit}`);
}

/** The page after the answer. Its heading no longer asks for one. */
export function thanksPage({ title, thanks }: Question): string {
	const heading = title === USUAL_TITLE ? 'Thank you' : title;
	return page(heading, `<p role="status">${escapeHtml(thanks)}</p>`);
}

/**
 * A deadline in words, e.g. "Saturday, November 28, 2026 at 2:05 PM EST".
 *
 * @param timeZone of the workflow, an IANA name
 */
export function deadlineInWords(until: Date, timeZone: string): string {
	return new Intl.DateTimeFormat('en-US', {
		...({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' } as const),
		...({ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const),
		timeZone,
	}).format(until);
}

/** The page of an older link, after the workflow has asked again. */
export function oldLinkPage(): string {
	return page(
		'Already answered',
		'<p>This question is closed. Nothing was changed. You can close this page.</p>',
	);
}

/** The page after the time limit. */
export function tooLatePage(): string {
	return page(
		'Too late',
		'<p>The deadline has passed, so answers are no longer accepted. You can close this page.</p>',
	);
}

function page(title: string, content: string): string {
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENTS}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${content}
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
	return text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
}
