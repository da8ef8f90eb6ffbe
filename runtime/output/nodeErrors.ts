import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';

/*
 * All errors of a node are made here, because n8n shows an error's description, and a hint in the
 * output pane, as HTML, and texts from gateways, cells and fields may contain anything. An error's
 * message is shown as text.
 */

/** What an error has besides its message. */
export interface ErrorDetails {
	/** Plain text; a line break is shown as one. */
	description?: string;
	/** The item it is about. */
	itemIndex?: number;
}

/** The error of a request to a gateway. */
export function apiError(node: INode, message: string, details: ErrorDetails = {}): NodeApiError {
	return new NodeApiError(node, { message } as JsonObject, { message, ...shownAsHtml(details) });
}

/** An error in the node's settings or items. */
export function operationError(
	node: INode,
	message: string,
	details: ErrorDetails = {},
): NodeOperationError {
	return new NodeOperationError(node, message, shownAsHtml(details));
}

/** An error of n8n, with n8n's own text. */
export function errorOfN8n(node: INode, error: unknown, itemIndex?: number): NodeOperationError {
	return new NodeOperationError(node, error as Error, { itemIndex });
}

/** Escapes a text that n8n shows as HTML. */
export function asHtml(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\n/g, '<br>\n');
}

function shownAsHtml({ description, itemIndex }: ErrorDetails): ErrorDetails {
	return { description: description === undefined ? undefined : asHtml(description), itemIndex };
}
