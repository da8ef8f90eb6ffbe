import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readPhoneNumber, type PhoneNumber } from '../../messages/phoneNumber';
import { Refusal } from '../../messages/refusal';

/** The parameters of one item, typed. */
export class ItemParameters {
	private readonly options: IDataObject;

	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
	) {
		this.options = this.read('options', {}) as IDataObject;
	}

	/** A parameter as text, as it was typed; numbers, as expressions give them, become text. */
	text(name: string): string {
		return asText(this.read(name, ''));
	}

	/**
	 * A parameter as text that must not be empty.
	 *
	 * @throws Refusal when it is
	 */
	requiredText(name: string, label: string): string {
		const value = this.text(name);
		if (value.trim() === '') {
			throw new Refusal(
				'MISSING_PARAMETER',
				`"${label}" is empty`,
				`Fill in "${label}", or filter out items without it.`,
			);
		}
		return value;
	}

	/**
	 * A parameter that is one of a list; an expression can give anything.
	 *
	 * @throws Refusal when it is none of them
	 */
	oneOf<Choice extends string>(name: string, label: string, choices: readonly Choice[]): Choice {
		const value = this.text(name);
		const choice = choices.find((each) => each === value);
		if (choice !== undefined) return choice;
		throw new Refusal(
			'INVALID_PARAMETER',
			`"${value}" is no ${label}`,
			`"${label}" is one of ${choices.join(', ')}.`,
		);
	}

	/** An option as text; empty where it was not added. */
	optionText(name: string): string {
		return asText(this.options[name]);
	}

	/** A switch among the options. */
	optionFlag(name: string): boolean {
		return this.options[name] === true;
	}

	/** A number among the options, within bounds; the fallback where it was not added or is none. */
	optionNumber(name: string, fallback: number, lowest: number, highest: number): number {
		const value = Number(this.options[name] ?? fallback);
		return Number.isFinite(value) ? Math.min(Math.max(value, lowest), highest) : fallback;
	}

	/** Whether the output is to be lean. */
	simplify(): boolean {
		return this.read('simplify', true) !== false;
	}

	/**
	 * A parameter as a phone number, with the default country of the options.
	 *
	 * @throws Refusal when it cannot be one
	 */
	phoneNumber(name: string): PhoneNumber {
		return readPhoneNumber(this.read(name, ''), this.optionText('defaultCountry'));
	}

	private read(name: string, fallback: unknown): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback) as unknown;
	}
}

function asText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
