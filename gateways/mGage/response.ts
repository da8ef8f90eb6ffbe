import { excerpt } from '../secrets/excerpt';
import {
	rejectedReply,
	unknownReply,
	unreadableProbe,
	unreadableReply,
	type FailedReply,
	type HttpReply,
	type SendReply,
} from '../reply';
import { lookUp } from '../table';
import { CONTRADICTION, readBlocks, saysFailure, type Block } from './blocks';
import { ACCEPTED_CODE, CODE_PROBLEMS } from './errors';

/**
 * One outcome for each number of a request, in the order of `numbers`.
 *
 * @param numbers the numbers that were asked for, digits only
 */
export function readGateway(reply: HttpReply, numbers: readonly string[]): SendReply[] {
	const { blocks, response } = readBlocks(reply.text);
	if (blocks.length === 0) {
		const unreadable = unreadableReply('mGage', reply, 'a status code for each number');
		return numbers.map(() => ({ ...unreadable, response }));
	}
	const byNumber = new Map<string, Block>();
	for (const block of blocks) {
		if (block.number === null) continue;
		const earlier = byNumber.get(block.number);
		// Two blocks disagree about one number.
		if (earlier && earlier.code !== block.code)
			byNumber.set(block.number, { ...block, code: CONTRADICTION });
		else byNumber.set(block.number, block);
	}
	const forAll = blockForAll(blocks, numbers.length);
	return numbers.map((number) => ({
		...outcomeOf(byNumber.get(number) ?? forAll, number),
		response,
	}));
}

/**
 * Whether a text with HTTP 500 is a web server's generic error, not a sentence about the message.
 */
function isOfSomeServer(words: string): boolean {
	const plain = words.replace(/\W+/g, ' ').trim();
	return (
		/^[{[]/.test(words) || /^(?:HTTP )?(?:500 ?)?(?:(?:internal )?server error)?$/i.test(plain)
	);
}

/**
 * The reply to `externalMoRequest()`: HTTP 200 with the word SUCCESS, or HTTP 500 with an error
 * sentence. Source: the vendor's documentation of the method.
 */
export function readExternalMo(reply: HttpReply): SendReply {
	const { status, text } = reply;
	const words = /^\s*</.test(text) ? '' : excerpt(text);
	const isSuccess = /\bsuccess\b/i.test(words);
	const isClear = !saysFailure(words) && !/\bsuccess\W{0,9}[01]\b/i.test(words);
	if (status === 200 && isSuccess && isClear) {
		return {
			outcome: 'accepted',
			messageId: null,
			status: 'SUCCESS',
			statusDescription: null,
			response: words,
		};
	}
	if (status === 500 && words !== '' && !isSuccess && !isOfSomeServer(words)) {
		const problem = {
			code: 'HTTP_500',
			message: `mGage refused the message: ${words}`,
			hint: 'Check the campaign ID, the number and the short code. The message was not accepted.',
		};
		return { ...rejectedReply(problem), statusDescription: words, response: words };
	}
	return unreadableReply('mGage', reply, 'the word SUCCESS');
}

/**
 * Whether the credentials are right, from the reply to `probeRequest()`. Assumed: mGage checks them
 * before it looks at the parameters.
 *
 * @returns null when they are, or what to tell the user
 */
export function readProbe(reply: HttpReply): string | null {
	if (reply.status === 401 || reply.status === 403) {
		return `mGage refused the username or password (HTTP ${reply.status}). They are in the email that mGage sends after provisioning.`;
	}
	if (readBlocks(reply.text).blocks.length > 0) return null;
	return unreadableProbe('mGage', reply, 'a status code', 'Check the region or the Base URL.');
}

/**
 * A block without a number applies to all numbers if it is the only one and refuses the request, or if
 * there is only one number.
 */
function blockForAll(blocks: Block[], numberCount: number): Block | undefined {
	const [block] = blocks;
	if (blocks.length !== 1 || block === undefined || block.number !== null) return undefined;
	return block.code !== ACCEPTED_CODE || numberCount === 1 ? block : undefined;
}

function outcomeOf(block: Block | undefined, number: string): SendReply {
	if (block === undefined) {
		return unclear('NO_OUTCOME', `mGage’s reply does not mention +${number}`);
	}
	const { code, messageId } = block;
	if (code === ACCEPTED_CODE) {
		return {
			outcome: 'accepted',
			messageId,
			status: code,
			statusDescription: null,
			response: undefined,
		};
	}
	const words = lookUp(CODE_PROBLEMS, code);
	if (words) return { ...rejectedReply({ code, ...words }), messageId, status: code };
	if (code === CONTRADICTION)
		return unclear('CONTRADICTION', `mGage’s reply contradicts itself about +${number}`);
	return {
		...unclear(code, `mGage answered with code ${code}, which it does not document`),
		messageId,
		status: code,
	};
}

function unclear(code: string, message: string): FailedReply {
	return unknownReply({
		code,
		message,
		hint: 'The message may have been sent: check with mGage before sending it again.',
	});
}
