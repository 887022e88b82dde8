/** The language server: process → face. */
import { serve } from './lsp/serve.ts';

void serve();
