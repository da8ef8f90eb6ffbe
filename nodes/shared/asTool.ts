import type { UsableAsToolDescription } from 'n8n-workflow';

/**
 * The description of a gateway's node as a model's tool. n8n shows it in the list of tools, and proposes it
 * as what the model reads if somebody writes that by hand. Otherwise the model reads the action and the
 * node's name, e.g. "Send an SMS in Messangi".
 */
export function asTool(displayName: string): UsableAsToolDescription {
	return {
		replacements: {
			description: `Sends text messages (SMS) through ${displayName}. Each costs money and cannot be undone. If its "outcome" is "unknown", it may have been sent: never send it again.`,
		},
	};
}
