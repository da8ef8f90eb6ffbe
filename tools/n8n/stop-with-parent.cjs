// Loaded into n8n before it starts: when the program that started it is gone, however it went, the
// channel between the two closes, and n8n stops as if it had been told to.
'use strict';

process.on('disconnect', () => {
	process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();
