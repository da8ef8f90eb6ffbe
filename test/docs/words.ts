/**
 * Words that may not come back in what a person reads, with what to write instead. Each was once in
 * a text of this project, where a native speaker would have put it differently.
 */
export const WORDS: readonly (readonly [avoid: RegExp, instead: string])[] = [
	[/\bmend(?:s|ed|ing)?\b/gi, 'fix'],
	[/\bst(?:ands?|ood|anding) in\b(?! for\b| the way\b)/gi, 'is in, has, contains'],
	[/\bstands? (?:at|behind|beside|below|under|there|nowhere|once|above)\b/gi, 'is'],
	[
		/(?<!\bthere )\b(?:is|are) no (?!(?:longer|more|less|older)\b)[\w*`"]/gi,
		'is not a, is not valid',
	],
	[/\bthe own\b/gi, 'its own, your own'],
	[/\banew\b/gi, 'again; for messages: resend'],
	[/\b(?:run(?:s|ning)?|ran) out\b(?! of\b)/gi, 'expire'],
	[/\bprov(?:es?|ed|ing) (?:itself|themselves|who)\b/gi, 'authenticate'],
	[/\bno known shape\b/gi, 'an unrecognized format'],
	[/\blet in\b/gi, 'accepted'],
	[/\bbrings? (?:this|the|that) (?:secret|file|token)\b/gi, 'has, with'],
	[/\bunder way\b/gi, 'in flight, being sent'],
	[/\b(?:takes?|took|taken) (?:on )?(?:the|that) message\b/gi, 'accept'],
	[/\bis taken on\b/gi, 'is sent, is accepted'],
	[/\bno further message/gi, 'nothing more'],
	[/\bcounts? for the (?:whole )?run\b/gi, 'applies to the run'],
	[/\bmessages of a time\b/gi, 'messages sent in a period'],
	[/\ball (?:who|that) bring\b/gi, 'every call with'],
	[/\bone time passwords?\b/gi, 'one-time password'],
	[/\bletters with accents\b/gi, 'accented letters'],
	[/\bwhere it is empty\b/gi, 'defaults to, if it is empty'],
	[/\b(?:press|pressing) \W*Test\b/g, 'press Save; n8n tests it then'],
	[/\b(?:be it|be they)\b/gi, 'whether'],
	[/\bat one moment\b/gi, 'at the same time'],
	[/\bto be had\b/gi, 'available'],
	[/(?<!\bthere )\b(?:is|are) none\b/gi, 'is not valid'],
	[/\bcom(?:es?|ing) to (?:its|their) end\b/gi, 'finish, end'],
	[/\bone's own\b/gi, 'your own'],
	[/\bfor ever\b/gi, 'forever'],
	[/\bchoose truly\b/gi, 'choose the right one'],
	[/\bzeros in front\b/gi, 'leading zeros'],
	[/\bcomes out, once\b/gi, 'the output, after'],
	[/\blicences?\b/gi, 'license'],
	[/\bmay (?:no longer |not )?go\b(?! (?:by|beyond|wrong)\b)/gi, 'may be sent'],
	[/\b(?:Ask again|if asking again)\b/g, 'look it up again'],
	[/\b(?:wins over|it wins)\b/gi, 'takes precedence'],
	[/\b(?:end|start|add)(?:s|ed)? (?:\w+ )?by itself\b/gi, 'automatically, unexpectedly'],
	[/\bworkflow goes on\b/gi, 'the workflow continues'],
	[/\b(?:are|is|what) for a person\b/gi, 'a person decides'],
	[/\bof (?:this|that) time at all\b/gi, 'from that period'],
	[/\d %(?=[\s.,;)]|$)/g, 'no space before %'],
	[/\b(?:afterwards|towards|whilst|amongst)\b/gi, 'American spelling: no -s, while, among'],
	[/\b(?:behaviour|colour|favour|neighbour|honour)/gi, 'American spelling: -or'],
	[/\b(?:recogni|organi|authori|summari)s(?:e|ed|es|ing)\b/gi, 'American spelling: -ize'],
];

/** What of a text may not come back, each with what to write instead. Line breaks count as spaces. */
export function wordsIn(text: string): string[] {
	const line = text.replace(/\s+/g, ' ');
	return WORDS.flatMap(([avoid, instead]) =>
		Array.from(line.matchAll(avoid), ([found]) => `"${found}": ${instead}`),
	);
}
