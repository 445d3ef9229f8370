#!/usr/bin/env node
import '../dist/polc.mjs';
