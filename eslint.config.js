// Typed lint for the whole tree. Style that a linter cannot see (import directions, sizes) is in test/tidy.test.ts.
import jsxA11y from 'eslint-plugin-jsx-a11y-x';
import reactHooks from 'eslint-plugin-react-hooks';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

/** Folders whose exports are read by those who have not written them: each export says what it is. */
const DOCUMENTED = [
  'drivers/contract/**',
  'agent/core/model/**',
  'agent/core/ports/**',
  'agent/ledger/**',
  'agent/link/**',
  'agent/services/**',
  'agent/http/**',
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['agent/screen/**/*.{ts,tsx}'],
    plugins: { 'jsx-a11y-x': jsxA11y, 'react-hooks': reactHooks },
    // Preact's `for` is React's htmlFor. The rules of hooks go by names, so that preact/hooks needs no setting.
    settings: { 'jsx-a11y-x': { attributes: { for: ['for', 'htmlFor'] } } },
    rules: {
      ...jsxA11y.configs.strict.rules,
      ...reactHooks.configs.flat['recommended-latest'].rules,
      'react-hooks/exhaustive-deps': 'error',
      // What scrolls takes the focus, so that a keyboard can scroll it (WCAG 2.1.1).
      'jsx-a11y-x/no-noninteractive-tabindex': ['error', { tags: ['ol'], roles: ['group', 'region'] }],
    },
  },
  {
    files: DOCUMENTED,
    plugins: { jsdoc },
    settings: { jsdoc: { mode: 'typescript' } },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          enableFixer: false,
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          contexts: [
            'ExportNamedDeclaration > TSInterfaceDeclaration',
            'ExportNamedDeclaration > TSTypeAliasDeclaration',
            'ExportNamedDeclaration > VariableDeclaration',
          ],
        },
      ],
      'jsdoc/require-description': ['error', { contexts: ['any'], descriptionStyle: 'body' }],
      'jsdoc/no-types': 'error',
      'jsdoc/no-blank-block-descriptions': 'error',
      'jsdoc/check-tag-names': 'error',
    },
  },
  { files: ['test/**'], rules: { 'max-lines-per-function': 'off' } },
  { files: ['eslint.config.js'], ...tseslint.configs.disableTypeChecked },
);
