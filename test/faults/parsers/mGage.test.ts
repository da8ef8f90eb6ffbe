import fc from 'fast-check';
import * as mgage from '../../../gateways/mGage/response';
import { readExport } from '../../../gateways/mGage/export';
import { ReadFailure, type SendReply } from '../../../gateways/reply';
import {
	escapeXml,
	jsonOf as jsonWith,
	leafOf,
	NUMBERS,
	replies,
	spoiled,
	xmlOf,
} from '../../hostile';
import { describeParsers } from './fuzz';
import {
	expectFit,
	expectSendReply,
	expectStanding,
	expectTrue,
	isRefusedByHttp,
	plainTexts,
	readTwice,
	waitTwice,
} from './oracles';

const [NUMBER, OTHER] = NUMBERS;
/** The refusals of the vendor's page. */
const REFUSALS = ['1', '104', '105', '106', '107', '108', '109', '111', '112', '113', '114', '201'];
const CODES = ['0', '0', '0', '000', ...REFUSALS, '999', '200', '', 'OK'];
const NAMES = [
	...['number', 'to', 'msisdn', 'recipient', 'statusCode', 'status', 'code', 'responseCode', 'a'],
	...['errorCode', 'messageId', 'id', 'result', 'response', NUMBER, OTHER, 'description', '#text'],
];
const WORDS = [NUMBER, `+${NUMBER}`, OTHER, ...CODES, 'm1', '12345678901234567890'];

/** What a block says: its number, its code, a second one, and what may stand beside them. */
interface Block {
	number: string;
	code: string;
	second: string;
	beside: string;
}
const block = fc.record({
	number: fc.constantFrom(NUMBER, OTHER, '447700900123'),
	code: fc.constantFrom(...CODES),
	second: fc.constantFrom('', '', '0', ...REFUSALS),
	beside: leafOf(['Request accepted onto the platform.', '0 credits left', 'm-12345', '107', '0']),
});

/** The shapes that are assumed. None of them has a number or a code at another place. */
const SHAPES: readonly ((blocks: readonly Block[], summary: string) => string)[] = [
	(blocks, summary) =>
		`<response${summary && ` status="${summary}"`}>${blocks.map(({ number, code, second, beside }) => `<recipient><number>${number}</number><statusCode>${code}</statusCode><status_code>${second}</status_code><description>${escapeXml(beside)}</description></recipient>`).join('')}</response>`,
	(blocks, summary) =>
		`<r><response code="${summary}">${blocks.map(({ number, code, second, beside }) => `<recipient number="+${number}" responseCode="${code}" result="${second}" text="${escapeXml(beside)}"/>`).join('\n')}</response></r>`,
	(blocks, summary) =>
		JSON.stringify({
			status: summary,
			recipients: blocks.map(({ number, code, second, beside }) => ({
				...{ to: number, statusCode: code, beside },
				...(second !== '' && { StatusCode: second }),
			})),
		}),
];

/** Plain text has no place for a second code or a summary. */
const lines = (blocks: readonly Block[]) =>
	blocks.map(({ number, code, beside }) => `${number},${code},${beside}`).join('\r\n');

const blocks = fc.array(block, { minLength: 1, maxLength: 5 });

/** An answer whose blocks are known. */
interface Told {
	blocks: Block[];
	shape: number;
	summary: string;
	status: number;
}

const told = fc.record<Told>({
	blocks,
	shape: fc.nat(SHAPES.length),
	summary: fc.constantFrom('', '0', '200', ...REFUSALS),
	status: fc.constantFrom(200, 400, 500),
});

function resultsOf(text: string, status: number, numbers: readonly string[]): SendReply[] {
	const results = readTwice(() => mgage.readGateway({ status, text }, numbers)).value ?? [];
	expectTrue(results.length === numbers.length, 'not one result for each number');
	for (const result of results) {
		expectSendReply(result);
		expectStanding(text, result.messageId);
	}
	return results;
}

const asked = fc.constantFrom<readonly string[]>([NUMBER], [NUMBER, OTHER], [OTHER, NUMBER, '1']);

describeParsers('mGage', (fuzz) => {
	const hostile = replies(fc.oneof(jsonWith(NAMES, WORDS), xmlOf(NAMES, WORDS)));
	fuzz('readGateway', fc.tuple(hostile, asked), ([{ status, text }, numbers]) => {
		const plain = plainTexts(text).join('\n');
		for (const [index, result] of resultsOf(text, status, numbers).entries()) {
			const code = 'problem' in result ? result.problem.code : '';
			if (code.startsWith('HTTP_')) expectTrue(isRefusedByHttp({ status, text }), 'no refusal');
			if (result.outcome === 'rejected' && !code.startsWith('HTTP_'))
				expectTrue(REFUSALS.includes(code) && plain.includes(code), 'rejected by no code', code);
			if (result.outcome !== 'accepted') continue;
			expectTrue(/(?<![\d.])0+(?![\d.])|2e2|-0/.test(plain), 'accepted without code 0');
			const isNamed = plain.replace(/[\s()+.-]/g, '').includes(numbers[index] ?? '?');
			expectTrue(isNamed || numbers.length === 1, 'accepted without its number');
		}
	});

	fuzz(
		'readGateway, by its blocks',
		fc.tuple(told, asked),
		([answer, numbers]) => {
			const write = SHAPES[answer.shape];
			const text = write?.(answer.blocks, answer.summary) ?? lines(answer.blocks);
			for (const [index, { outcome }] of resultsOf(text, answer.status, numbers).entries()) {
				if (outcome !== 'accepted') continue;
				const own = answer.blocks.filter(({ number }) => number === numbers[index]);
				const codes = own.map(({ code }) => code);
				if (write !== undefined) codes.push(...own.map(({ second }) => second), answer.summary);
				const isTaken = codes.some((code) => /^0+$/.test(code));
				const isRefused = codes.some((code) => REFUSALS.includes(code) || code === '999');
				expectTrue(isTaken && !isRefused, 'accepted', own);
			}
		},
		{
			found: ['OK', '', '999'].map((code): [Told, readonly string[]] => [
				{
					blocks: [
						{ number: NUMBER, code, second: '', beside: '0' },
						{ number: NUMBER, code: '0', second: '', beside: '' },
					].slice(0, code === '999' ? 2 : 1),
					shape: SHAPES.length,
					summary: '',
					status: 200,
				},
				[NUMBER],
			]),
		},
	);

	const sentence = leafOf(['SUCCESS', 'NO SUCCESS', 'SUCCESS: 1', 'UNSUCCESSFUL', 'failed', 'x']);
	fuzz('readExternalMo', replies(sentence), (reply) => {
		const result = readTwice(() => mgage.readExternalMo(reply)).value;
		if (result === undefined) throw new Error('nothing was read');
		expectSendReply(result);
		if (result.outcome !== 'accepted') return;
		const isRight = reply.status === 200 && /\bSUCCESS\b/.test(reply.text);
		expectTrue(isRight && !/\b(?:no|not|fail)/i.test(reply.text), 'accepted by no word');
	});

	fuzz('readProbe', hostile, (reply) => {
		const words = readTwice(() => mgage.readProbe(reply)).value;
		if (words !== null) expectFit(words ?? '');
		else expectTrue(/\d/.test(plainTexts(reply.text).join()), 'right without a code');
	});

	const exported = spoiled([
		'<messages><message><messageId>7</messageId><originator>87767</originator><destination>13056708084</destination><message>Hi</message></message></messages>',
		'{"messages":[{"id":7,"from":"87767","to":"13056708084","text":"Hi","timestamp":1}]}',
		'message_id,from,to,text\n7,87767,13056708084,"Hi, you"\n',
	]);
	fuzz(
		'readExport',
		fc.record({
			status: fc.constantFrom(200, 200, 404, 500),
			text: fc.oneof(exported, fc.string()),
		}),
		async (reply) => {
			const pause = () => Promise.resolve();
			const { value, error } = await waitTwice(() => readExport(reply, 'MT', pause), ReadFailure);
			if (error instanceof ReadFailure) expectFit(error.message);
			for (const { fields, text } of value ?? []) {
				// Nothing is made up.
				for (const each of [...Object.values(fields), text ?? ''])
					expectTrue(isIn(reply.text, each), each);
			}
		},
	);
});

/** Whether a value is in a reply, apart from what stands for a character in each format. */
function isIn(text: string, value: string): boolean {
	const letters = (each: string) => each.replace(/[^A-Za-z0-9]/g, '');
	return letters(text).includes(letters(value).slice(0, 5));
}
