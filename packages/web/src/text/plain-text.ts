export { toPlainText } from '@tracewright/core';
