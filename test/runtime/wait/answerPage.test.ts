import { answered, readAnswer } from '../../../runtime/wait/answers';
import { deadlineInWords, questionPage, thanksPage } from '../../../runtime/wait/page';
import type { Question } from '../../../runtime/wait/question';

const HOSTILE = `"><img src=x onerror=alert(1)>'&</textarea><script>1</script>`;

const approval: Question = {
	title: HOSTILE,
	text: HOSTILE,
	thanks: HOSTILE,
	answer: { kind: 'approval', approve: HOSTILE, decline: HOSTILE },
};
const freeText: Question = { ...approval, answer: { kind: 'freeText', submit: HOSTILE } };
const single: Question = {
	...approval,
	answer: { kind: 'approval', approve: 'Yes', decline: null },
};

describe('the page behind the link', () => {
	it.each([
		questionPage(approval),
		questionPage(freeText),
		questionPage(freeText, { isWrong: true }),
		questionPage(freeText, { deadline: HOSTILE }),
		thanksPage(approval),
	])('shows what the user wrote as text, and loads nothing', (html) => {
		expect(html).not.toMatch(/<img|<script|onerror=alert\(1\)>'/);
		expect(html).toContain(
			'&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;&lt;/textarea&gt;',
		);
		expect(html).not.toMatch(/https?:/);
		expect(html).toContain('<meta name="viewport"');
	});

	it('says until when an answer counts, if there is a limit', () => {
		const deadline = 'Saturday, November 28, 2026 at 2:05 PM EST';
		expect(questionPage(single, { deadline })).toContain(
			`<p>You can answer until ${deadline}.</p>`,
		);
		expect(questionPage(single)).not.toContain('You can answer until');
	});

	it.each([
		['America/New_York', '2026-11-28T19:05:59Z', 'Saturday, November 28, 2026 at 2:05 PM EST'],
		['America/New_York', '2026-07-01T04:00:00Z', 'Wednesday, July 1, 2026 at 12:00 AM EDT'],
		['Asia/Kolkata', '2026-11-28T19:05:59Z', 'Sunday, November 29, 2026 at 12:35 AM GMT+5:30'],
	])('a deadline in %s: %s is %s', (timeZone, until, expected) => {
		// Newer data has a narrow space before AM and PM.
		const words = deadlineInWords(new Date(until), timeZone).replace(/\s/g, ' ');
		expect(words).toBe(expected);
	});

	it.each([
		['Please answer', 'Thank you'],
		['Your visit', 'Your visit'],
	])('headed "%s" is headed "%s" after the answer', (title, heading) => {
		const html = thanksPage({ ...single, title });
		expect(/<h1>(.*)<\/h1>/.exec(html)?.[1]).toBe(heading);
		expect(/<title>(.*)<\/title>/.exec(html)?.[1]).toBe(heading);
	});

	it('has no button to decline where there is nothing to decline', () => {
		expect(questionPage(single)).not.toContain('value="decline"');
	});
});

describe('an answer', () => {
	it.each<[Question, unknown, unknown]>([
		[approval, { answer: 'approve' }, { approved: true }],
		[approval, { answer: 'decline' }, { approved: false }],
		[single, { answer: 'decline' }, null],
		[approval, { answer: ['approve', 'decline'] }, null],
		[approval, {}, null],
		[approval, undefined, null],
		[approval, 'approve', null],
		[freeText, { answer: ' a\r\nb ' }, { text: 'a\nb' }],
		[freeText, { answer: ' \r\n' }, null],
		[freeText, { answer: 'x'.repeat(5000) }, { text: 'x'.repeat(5000) }],
		[freeText, { answer: 'x'.repeat(5001) }, null],
	])('is read from the form', (question, body, expected) => {
		expect(readAnswer(question, body)).toEqual(expected);
	});

	it('says when it came', () => {
		expect(answered({ approved: true }, new Date(0))).toEqual({
			answered: true,
			approved: true,
			respondedAt: '1970-01-01T00:00:00.000Z',
		});
	});
});
