import type { ExportedMessage } from '../../../../gateways/mGage/export';
import { mGageRow } from '../../../../gateways/mGage/report';
import { mapWithBreaks } from '../../../../messages/breaks';
import type { ReconcileOperation } from '../../../../runtime/operation';
import { MOST_OFFSET } from '../../../../runtime/reconcile/match';
import { reconcileFields } from '../../../shared/descriptions/reconcile';
import { askForExport, dateOptions, exportProgramField, readExportChoice } from '../../exports';

/** Looks for messages in the export of their program, which is read once for all items. */
export const reconcile: ReconcileOperation = {
	kind: 'reconcile',
	name: 'Find Out What Became of a Message',
	action: 'Find out what became of an SMS',
	description:
		'Look in mGage’s export for messages whose outcome is unknown. mGage does not publish its format.',
	fields: reconcileFields({ fields: [exportProgramField], options: dateOptions }),

	prepare(item) {
		const choice = readExportChoice(item);
		return {
			key: JSON.stringify(choice),
			slack: choice.timeZone === '' ? MOST_OFFSET : 0,
			read: async (period, ask, pause) => {
				const { messages } = await askForExport(choice, 'MT', period, ask, pause);
				const rowOf = (message: ExportedMessage) => mGageRow(message, choice.timeZone);
				const rows = await mapWithBreaks(messages, rowOf, pause);
				// Whether mGage understood the dates shows only in what it gives.
				const isAnswered = rows.some(
					({ at }) => at === null || (at >= period.start && at <= period.end),
				);
				return { rows, isCut: isAnswered ? null : EMPTY };
			},
		};
	},
};

const EMPTY = {
	code: 'EMPTY_EXPORT',
	message: 'mGage’s export has no messages from this period',
	hint: 'Check "Program ID", and the options "Date Format" and "Time Zone".',
};
