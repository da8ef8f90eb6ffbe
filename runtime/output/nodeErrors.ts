import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';

/*
 * Every error of a node is made here. n8n shows an error's description as HTML, and so does the output
 * pane a hint, while what gateways, cells and fields hold may be anything. An error's message is shown
 * as text.
 */

/** What an error says beside its message. */
export interface ErrorDetails {
	/** Plain text; a line break is shown as one. */
	description?: string;
	/** The item that it is about. */
	itemIndex?: number;
}

/** The error of a request to a gateway. */
export function apiError(node: INode, message: string, details: ErrorDetails = {}): NodeApiError {
	return new NodeApiError(node, { message } as JsonObject, { message, ...shownAsHtml(details) });
}

/** The error of what the node was told to do. */
export function operationError(
	node: INode,
	message: string,
	details: ErrorDetails = {},
): NodeOperationError {
	return new NodeOperationError(node, message, shownAsHtml(details));
}

/** An error of n8n's own, with the words that n8n has for it. */
export function errorOfN8n(node: INode, error: unknown, itemIndex?: number): NodeOperationError {
	return new NodeOperationError(node, error as Error, { itemIndex });
}

/** A text that n8n shows as HTML, as it stands. */
export function asHtml(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\n/g, '<br>\n');
}

function shownAsHtml({ description, itemIndex }: ErrorDetails): ErrorDetails {
	return { description: description === undefined ? undefined : asHtml(description), itemIndex };
}
