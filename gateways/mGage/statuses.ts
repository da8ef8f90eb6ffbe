import {
	DELIVERED,
	FAILED,
	PENDING,
	SMPP_STATUSES,
	UNKNOWN,
	type StatusMeaning,
} from '../callbacks/statuses';
import { WordTable } from '../wordTable';

/*
 * The statuses of receipts. The codes in replies to a send have other meanings (there 0 is success, and
 * there is no 100), so they are in `errors.ts`.
 */

/** Codes of receipts. They are not published: these were seen in use. There may be more. */
export const RECEIPT_CODES: Record<string, StatusMeaning> = {
	...forAll(['40', '130', '200'], DELIVERED),
	...forAll(['5', '6', '7', '10', '30', '124', '210'], PENDING),
	...forAll(['110', '129', '131', '132', '133'], FAILED),
	...forAll(['250', '260', '270', '275', '280', '290'], FAILED),
};

function forAll(codes: string[], meaning: StatusMeaning): Record<string, StatusMeaning> {
	return Object.fromEntries(codes.map((code) => [code, meaning]));
}

/**
 * Words of receipts, for those without a listed code. `Carrier Success` was only seen with code 200: by
 * itself it does not say whether the carrier accepted the message or delivered it.
 */
export const RECEIPT_WORDS = new WordTable<StatusMeaning>({
	...SMPP_STATUSES.entries,
	Processing: PENDING,
	'Carrier Success': UNKNOWN,
});
