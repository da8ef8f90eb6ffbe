import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { lookUp } from '../gateways/table';
import { operationError } from './output/nodeErrors';
import type { Gateway, Operation } from './operation';
import { runQueries } from './query/queries';
import { runReconcile } from './reconcile/reconcile';
import { runSends } from './send/sends';
import { runWaiting } from './wait/wait';

/**
 * Runs a node's operation on all items. n8n allows no expressions in Resource and Operation, so they
 * are the same for all items.
 */
export async function runOperations(
	context: IExecuteFunctions,
	gateway: Gateway,
): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	const operation = operationOf(context, gateway);
	if (operation.kind === 'query') return await runQueries(context, gateway, operation);
	if (operation.kind === 'reconcile') return await runReconcile(context, gateway, operation);
	if (operation.kind === 'wait') return await runWaiting(context, gateway, operation);
	return await runSends(context, gateway, operation);
}

/** @throws NodeOperationError when there is no such operation */
function operationOf(context: IExecuteFunctions, gateway: Gateway): Operation {
	const resource = String(context.getNodeParameter('resource', 0, ''));
	const name = String(context.getNodeParameter('operation', 0, ''));
	const operation = lookUp(lookUp(gateway.resources, resource)?.operations ?? {}, name);
	if (operation !== undefined) return operation;
	const { message, hint } = gateway.explainMissing?.(resource, name) ?? {
		message: `${gateway.displayName} has no operation "${name}" for "${resource}"`,
		hint: 'Choose Resource and Operation from the lists.',
	};
	throw operationError(context.getNode(), message, { description: `${hint} Nothing was sent.` });
}
