import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * Imports run one way. The page: socket | camera -> features -> app; the console: ui -> pages -> its app.
 * The component: api -> camera -> stream -> flow -> texts -> view -> element.
 * @param {string} files the folder the rule holds for
 * @param {string} barred a pattern of what it may not import
 * @param {string} message why
 */
const oneWay = (files, barred, message) => ({
  files: [files],
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: barred, message }] }] },
});

export default tseslint.config(
  { ignores: ['node_modules', '**/dist'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  hooks.configs.flat['recommended-latest'],
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', 300],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  oneWay(
    'src/socket/**',
    '(/(camera|features|app)/|texts$|^react)',
    'socket is pure protocol: no camera, no React, no words.',
  ),
  oneWay(
    'src/camera/**',
    '(/(socket|features|app)/|texts$|^react)',
    'camera knows the camera only: no protocol, no React, no words.',
  ),
  oneWay('src/features/**', '/app/', 'features are assembled by app, not the other way round.'),
  oneWay(
    'src/console/ui/**',
    '/console/pages/|\\.\\./(pages|App)',
    'the parts of the console know none of its pages.',
  ),
  oneWay(
    'packages/web/src/**',
    '(^react|^@facevow/|^@tanstack|/src/)',
    'the component is shipped alone: nothing of npm, nothing of the page.',
  ),
  oneWay('packages/web/src/camera/**', '/(stream|flow|texts|view)/', 'the camera knows the camera only.'),
  oneWay('packages/web/src/stream/**', '/(flow|texts|view)/', 'the stream knows the protocol only.'),
  oneWay('packages/web/src/flow/**', '/(texts|view)/', 'the flow knows no words and no drawing.'),
  oneWay('packages/web/src/texts/**', '/view/', 'words know no drawing.'),
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
