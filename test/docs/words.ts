/**
 * Words that may not come back in what a person reads, with what to write instead. Each was once in
 * a text of this project, where a native speaker would have put it differently.
 */
export const WORDS: readonly (readonly [avoid: RegExp, instead: string])[] = [
	[/\bmend(?:s|ed|ing)?\b/i, 'fix'],
	[/\bst(?:ands?|ood|anding) in\b(?! for\b| the way\b)/i, 'is in, has, contains'],
	[/\bstands? (?:at|behind|beside|below|under|there|nowhere|once|above)\b/i, 'is'],
	[
		/(?<!\bthere )\b(?:is|are) no (?!(?:longer|more|less|older)\b)[\w*`"]/i,
		'is not a, is not valid',
	],
	[/\bthe own\b/i, 'its own, your own'],
	[/\banew\b/i, 'again; for messages: resend'],
	[/\b(?:run(?:s|ning)?|ran) out\b(?! of\b)/i, 'expire'],
	[/\bprov(?:es?|ed|ing) (?:itself|themselves|who)\b/i, 'authenticate'],
	[/\bno known shape\b/i, 'an unrecognized format'],
	[/\blet in\b/i, 'accepted'],
	[/\bbrings? (?:this|the|that) (?:secret|file|token)\b/i, 'has, with'],
	[/\bunder way\b/i, 'in flight, being sent'],
	[/\b(?:takes?|took|taken) (?:on )?(?:the|that) message\b/i, 'accept'],
	[/\bis taken on\b/i, 'is sent, is accepted'],
	[/\bno further message/i, 'nothing more'],
	[/\bcounts? for the (?:whole )?run\b/i, 'applies to the run'],
	[/\bmessages of a time\b/i, 'messages sent in a period'],
	[/\ball (?:who|that) bring\b/i, 'every call with'],
	[/\bone time passwords?\b/i, 'one-time password'],
	[/\bletters with accents\b/i, 'accented letters'],
	[/\bwhere it is empty\b/i, 'defaults to, if it is empty'],
	[/\b(?:press|pressing) \W*Test\b/, 'press Save; n8n tests it then'],
	[/\b(?:be it|be they)\b/i, 'whether'],
	[/\bat one moment\b/i, 'at the same time'],
	[/\bto be had\b/i, 'available'],
	[/(?<!\bthere )\b(?:is|are) none\b/i, 'is not valid'],
	[/\bcom(?:es?|ing) to (?:its|their) end\b/i, 'finish, end'],
	[/\bone's own\b/i, 'your own'],
	[/\bfor ever\b/i, 'forever'],
	[/\bchoose truly\b/i, 'choose the right one'],
	[/\bzeros in front\b/i, 'leading zeros'],
	[/\bcomes out, once\b/i, 'the output, after'],
	[/\blicences?\b/i, 'license'],
	[/\b(?:behaviour|colour|favour|neighbour|honour)/i, 'American spelling: -or'],
	[/\b(?:recogni|organi|authori|summari)s(?:e|ed|es|ing)\b/i, 'American spelling: -ize'],
];

/** What of a text may not come back, each with what to write instead. Line breaks count as spaces. */
export function wordsIn(text: string): string[] {
	const line = text.replace(/\s+/g, ' ');
	return WORDS.flatMap(([avoid, instead]) =>
		Array.from(line.matchAll(new RegExp(avoid, `${avoid.flags}g`)), ([found]) => {
			return `"${found}": ${instead}`;
		}),
	);
}
